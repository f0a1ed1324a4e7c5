"""Topics that representatives take care of; and their names are read anew, by what surnames sound like now."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make it so. Each `sound` is left empty: the next start fills it in."""
    op.add_column("representative", sa.Column("topics", sa.Text(), nullable=False, server_default="[]"))
    op.execute("UPDATE representative SET sound = ''")


def downgrade() -> None:
    """Undo it. What the column said is lost."""
    op.drop_column("representative", "topics")
