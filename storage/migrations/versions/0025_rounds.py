"""Handlings after the first have a clock of their own, and a rating keeps which unit it rates, and what came of it."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

# A reply is passed on and asked about in one transaction, at one instant.
FILL = """
UPDATE rating SET
    unit_id = (SELECT referral.unit_id FROM referral WHERE {same}),
    outcome = (SELECT referral.outcome FROM referral WHERE {same})
WHERE EXISTS (SELECT 1 FROM referral WHERE {same})
"""
SAME = (
    "referral.opinion_id = rating.opinion_id AND referral.round = rating.round "
    "AND referral.passed_on_at = rating.asked_at"
)
# What was answered along with another one has no referral of its own: only what came of it is known, of its last round.
FILL_ALONG = """
UPDATE rating SET outcome = (SELECT opinion.outcome FROM opinion WHERE opinion.id = rating.opinion_id)
WHERE outcome IS NULL
  AND EXISTS (
    SELECT 1 FROM opinion
    WHERE opinion.id = rating.opinion_id AND opinion.round = rating.round AND opinion.outcome IS NOT NULL
      AND NOT opinion.supervised
  )
"""


def upgrade() -> None:
    """Make it so; a clock that runs stays as it is."""
    op.add_column("opinion", sa.Column("round_due_at", sa.DateTime(timezone=True), nullable=True))
    # Written into its own line: SQLite adds no constraint later.
    key = sa.ForeignKey("handling_unit.id", name=op.f("fk_rating_unit_id_handling_unit"))
    op.add_column("rating", sa.Column("unit_id", sa.Integer(), key, nullable=True), inline_references=True)
    op.add_column("rating", sa.Column("outcome", sa.String(32), nullable=True))
    op.create_index(op.f("ix_rating_unit_id"), "rating", ["unit_id"])
    op.execute(FILL.format(same=SAME))
    op.execute(FILL_ALONG)


def downgrade() -> None:
    """Undo it; due days stay as they were set."""
    op.drop_index(op.f("ix_rating_unit_id"), "rating")
    op.drop_column("rating", "outcome")
    op.drop_column("rating", "unit_id")
    op.drop_column("opinion", "round_due_at")
