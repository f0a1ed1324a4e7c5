"""Notes of a unit on its cases, for itself."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
KEYS = {"opinion_id": "opinion", "unit_id": "handling_unit", "by_id": "person"}


def upgrade() -> None:
    """Make it so."""
    op.create_table(
        "unit_note",
        sa.Column("id", BIG, nullable=False),
        sa.Column("opinion_id", BIG, nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_unit_note_{column}_{table}"))
            for column, table in KEYS.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_note")),
    )
    op.create_index(op.f("ix_unit_note_opinion_id"), "unit_note", ["opinion_id"])


def downgrade() -> None:
    """Undo it; the notes are lost, and what others read is as it was."""
    op.drop_table("unit_note")
