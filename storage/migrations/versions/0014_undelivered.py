"""Things that a channel refuses for good are written down with their case, so that staff find them."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make it so."""
    op.create_table(
        "undelivered",
        sa.Column("id", BIG, nullable=False),
        sa.Column("opinion_id", BIG, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(32), nullable=True),
        sa.Column("to_role", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(["opinion_id"], ["opinion.id"], name=op.f("fk_undelivered_opinion_id_opinion")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_undelivered")),
    )
    op.create_index(op.f("ix_undelivered_at"), "undelivered", ["at"])


def downgrade() -> None:
    """Undo it; what was refused stands in the log only."""
    op.drop_table("undelivered")
