"""The order in which a station's cases fall due."""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

DUE = sa.text("due_at IS NOT NULL")
INDEX = "ix_opinion_due_of_station"


def upgrade() -> None:
    """Make it so."""
    op.create_index(INDEX, "opinion", ["station_id", "due_at", "id"], sqlite_where=DUE, postgresql_where=DUE)


def downgrade() -> None:
    """Undo it."""
    op.drop_index(INDEX, "opinion")
