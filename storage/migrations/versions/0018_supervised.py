"""The stage that follows the last round: what is supervised waits for staff, and its answer is rated anew."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

TO_DECIDE = "decline_proposed OR extension_asked OR unit_to_decide"
BEFORE = sa.text(f"(stage = 'submitted' OR {TO_DECIDE})")
AFTER = sa.text(f"(stage IN ('submitted', 'supervised') OR {TO_DECIDE})")
QUEUES = {
    "ix_opinion_queue": ["due_at", "id"],
    "ix_opinion_queue_of_station": ["station_id", "due_at", "id"],
}


def upgrade() -> None:
    """Make it so."""
    op.add_column("opinion", sa.Column("supervised", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("rating", sa.Column("before", sa.String(32), nullable=True))
    _queue_of(AFTER)
    # No round but a second one began with the reason why an answer did not do: in the first, it appealed a decline.
    op.execute("UPDATE entry SET kind = 'appeal' WHERE kind = 'reopening' AND round = 1")


def downgrade() -> None:
    """Undo it; what is under supervision is answered again, so that its author can say what they think of it."""
    op.execute("UPDATE opinion SET stage = 'answered', due_at = NULL WHERE stage = 'supervised'")
    _queue_of(BEFORE)
    op.execute("UPDATE entry SET kind = 'reopening' WHERE kind = 'appeal'")
    op.drop_column("rating", "before")
    op.drop_column("opinion", "supervised")


def _queue_of(waiting: sa.TextClause) -> None:
    """Index by this what waits for staff, from now on."""
    for name, columns in QUEUES.items():
        op.drop_index(name, "opinion")
        op.create_index(name, "opinion", columns, sqlite_where=waiting, postgresql_where=waiting)
