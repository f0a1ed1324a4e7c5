"""Staff decide which unit has what others returned: such cases stand in their queue."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

BEFORE = "decline_proposed OR extension_asked"
AFTER = f"{BEFORE} OR unit_to_decide"


def _indexes(waits: str) -> None:
    """Make the indexes of what waits for staff anew."""
    for name, columns, where in (
        ("ix_opinion_queue", ["due_at", "id"], f"(stage = 'submitted' OR {waits})"),
        ("ix_opinion_queue_of_station", ["station_id", "due_at", "id"], f"(stage = 'submitted' OR {waits})"),
        ("ix_opinion_to_decide", ["station_id"], f"({waits})"),
    ):
        op.drop_index(name, "opinion")
        op.create_index(name, "opinion", columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))


def upgrade() -> None:
    """Make it so."""
    op.add_column("opinion", sa.Column("unit_to_decide", sa.Boolean(), nullable=False, server_default=sa.false()))
    _indexes(AFTER)


def downgrade() -> None:
    """Undo it; the representative, who has the case, finds another unit."""
    _indexes(BEFORE)
    op.drop_column("opinion", "unit_to_decide")
