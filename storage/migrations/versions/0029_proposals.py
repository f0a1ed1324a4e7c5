"""Cases in a third round, and promises moved twice, are found for who should supervise them."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

INDEXES = {
    "ix_opinion_late_round": ("opinion", ["stage", "id"], sa.text("(round >= 3 OR stage = 'supervised')")),
    "ix_commitment_moved_often": ("commitment", ["opinion_id"], sa.text("(ended_at IS NULL AND moves >= 2)")),
}


def upgrade() -> None:
    """Make it so."""
    for name, (table, columns, where) in INDEXES.items():
        op.create_index(name, table, columns, sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    """Undo it; nothing is lost."""
    for name, (table, _, _) in INDEXES.items():
        op.drop_index(name, table)
