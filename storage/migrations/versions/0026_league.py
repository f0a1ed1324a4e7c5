"""Figures of units, topics and stations, as they were last counted; what they are counted by."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

INDEXES = {
    "ix_referral_at": ("referral", ["at", "unit_id", "reply_due_at", "replied_at", "returned_at", "ended_at"]),
    "ix_rating_asked_at": ("rating", ["asked_at", "unit_id", "satisfaction", "opinion_id"]),
    "ix_commitment_made_at": ("commitment", ["made_at", "ended_at", "state", "unit_id", "due_on", "moves"]),
    "ix_commitment_state": ("commitment", ["state", "made_at", "id"]),
    "ix_commitment_state_due_on": ("commitment", ["state", "due_on", "id"]),
}


def upgrade() -> None:
    """Make it so."""
    op.create_table(
        "league_table",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lines", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_league_table")),
    )
    for name, (table, columns) in INDEXES.items():
        op.create_index(name, table, columns)


def downgrade() -> None:
    """Undo it; the figures are counted from what is kept."""
    for name, (table, _) in reversed(INDEXES.items()):
        op.drop_index(name, table)
    op.drop_table("league_table")
