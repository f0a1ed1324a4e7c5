"""A notice's first words are read from its texts, in the language of whoever looks, and not kept a second time."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make it so."""
    op.drop_column("notice", "summary")


def downgrade() -> None:
    """Undo it; the first words stay empty until a notice is changed."""
    op.add_column("notice", sa.Column("summary", sa.String(), nullable=False, server_default=""))
