"""Keys of other programs (Open311), and what came in by them."""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make it so."""
    op.create_table(
        "api_key",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("key_hash", sa.String(), nullable=False),
        sa.Column("per_day", sa.Integer(), nullable=False),
        sa.Column("used_on", sa.Date(), nullable=True),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name=op.f("fk_api_key_made_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_key")),
        sa.UniqueConstraint("key_hash", name=op.f("uq_api_key_key_hash")),
    )
    op.create_table(
        "api_request",
        sa.Column("opinion_id", KEY, autoincrement=False, nullable=False),
        sa.Column("key_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["opinion_id"], ["opinion.id"], name=op.f("fk_api_request_opinion_id_opinion")),
        sa.ForeignKeyConstraint(["key_id"], ["api_key.id"], name=op.f("fk_api_request_key_id_api_key")),
        sa.PrimaryKeyConstraint("opinion_id", name=op.f("pk_api_request")),
    )
    op.create_index(op.f("ix_api_request_key_id"), "api_request", ["key_id"])
    op.create_table(
        "api_update",
        sa.Column("id", KEY, nullable=False),
        sa.Column("key_id", sa.Integer(), nullable=False),
        sa.Column("update_id", sa.String(), nullable=False),
        sa.Column("opinion_id", KEY, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["key_id"], ["api_key.id"], name=op.f("fk_api_update_key_id_api_key")),
        sa.ForeignKeyConstraint(["opinion_id"], ["opinion.id"], name=op.f("fk_api_update_opinion_id_opinion")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_update")),
        sa.UniqueConstraint("key_id", "update_id", name=op.f("uq_api_update_key_id_update_id")),
    )


def downgrade() -> None:
    """Undo it: no program has a key any more; what came in stays."""
    op.drop_table("api_update")
    op.drop_table("api_request")
    op.drop_table("api_key")
