"""The public board, and what authors say to standing there."""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
SHOWN = sa.text("state = 'shown'")


def upgrade() -> None:
    """Make it so."""
    op.create_table(
        "board_entry",
        sa.Column("id", KEY, nullable=False),
        sa.Column("matter_id", KEY, nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("shown_at", MOMENT, nullable=True),
        sa.Column("gone_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["matter_id"], ["matter.id"], name=op.f("fk_board_entry_matter_id_matter")),
        sa.ForeignKeyConstraint(["asked_by_id"], ["person.id"], name=op.f("fk_board_entry_asked_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_board_entry")),
        sa.UniqueConstraint("matter_id", name=op.f("uq_board_entry_matter_id")),
    )
    op.create_index("ix_board_entry_shown", "board_entry", ["id"], sqlite_where=SHOWN, postgresql_where=SHOWN)
    op.create_table(
        "board_consent",
        sa.Column("id", KEY, nullable=False),
        sa.Column("entry_id", KEY, nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("consents", sa.Boolean(), nullable=True),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["entry_id"], ["board_entry.id"], name=op.f("fk_board_consent_entry_id_board_entry")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_board_consent_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_board_consent")),
        sa.UniqueConstraint("entry_id", "person_id", name=op.f("uq_board_consent_entry_id_person_id")),
    )
    op.create_index(op.f("ix_board_consent_person_id"), "board_consent", ["person_id"])


def downgrade() -> None:
    """Undo it: the board is empty again."""
    op.drop_table("board_consent")
    op.drop_table("board_entry")
