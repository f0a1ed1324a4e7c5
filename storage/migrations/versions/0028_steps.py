"""Replies that promise something may name the steps to it, units ask for another day, staff pass a promise on."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make it so."""
    op.add_column("referral", sa.Column("steps", sa.JSON(), nullable=True))
    op.add_column("commitment", sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True))
    # Written into its own line: SQLite adds no constraint later.
    key = sa.ForeignKey("handling_unit.id", name=op.f("fk_commitment_first_unit_id_handling_unit"))
    op.add_column("commitment", sa.Column("first_unit_id", sa.Integer(), key, nullable=True), inline_references=True)


def downgrade() -> None:
    """Undo it. Steps of replies not passed on and requests that wait are lost; a promise stays with who has it."""
    op.execute("UPDATE opinion SET extension_asked = false WHERE stage = 'implementing'")
    op.execute("DELETE FROM event WHERE action IN ('plan', 'entrust')")
    with op.batch_alter_table("commitment") as table:  # SQLite drops no column that a constraint of the table names
        table.drop_column("first_unit_id")
    op.drop_column("commitment", "asked_at")
    op.drop_column("referral", "steps")
