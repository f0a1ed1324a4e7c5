"""Staff are told the figures of a week and a month, unless they do not want them."""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make it so."""
    op.add_column("person", sa.Column("figures_told", sa.Boolean(), nullable=False, server_default=sa.true()))


def downgrade() -> None:
    """Undo it: what was planned is not understood any longer."""
    op.execute("DELETE FROM due WHERE kind IN ('figures.week', 'figures.month')")
    op.drop_column("person", "figures_told")
