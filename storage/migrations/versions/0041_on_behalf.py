"""Opinions that staff take down for somebody without an account."""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make it so."""
    op.create_table(
        "on_behalf",
        sa.Column("opinion_id", KEY, autoincrement=False, nullable=False),
        sa.Column("taken_by_id", sa.Integer(), nullable=True),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("secret_hash", sa.String(), nullable=False),
        sa.Column("told_up_to", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["opinion_id"], ["opinion.id"], name=op.f("fk_on_behalf_opinion_id_opinion")),
        sa.ForeignKeyConstraint(["taken_by_id"], ["person.id"], name=op.f("fk_on_behalf_taken_by_id_person")),
        sa.PrimaryKeyConstraint("opinion_id", name=op.f("pk_on_behalf")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_on_behalf_secret_hash")),
    )


def downgrade() -> None:
    """Undo it: who wrote them is no longer told by staff."""
    op.drop_table("on_behalf")
