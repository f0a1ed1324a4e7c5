"""Units may have a chief, who releases their replies and says which officer is in charge."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

FLAGS = {"handling_unit": "needs_release", "role_grant": "chief", "invitation": "chief"}


def upgrade() -> None:
    """Make it so."""
    for table, flag in FLAGS.items():
        op.add_column(table, sa.Column(flag, sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("referral", sa.Column("held_at", sa.DateTime(timezone=True), nullable=True))
    # Written into its own line: SQLite adds no constraint later.
    key = sa.ForeignKey("person.id", name=op.f("fk_referral_held_by_id_person"))
    op.add_column("referral", sa.Column("held_by_id", sa.Integer(), key, nullable=True), inline_references=True)


def downgrade() -> None:
    """Undo it; a reply that waited for its release has to be written again."""
    op.execute("UPDATE referral SET outcome = NULL, planned_for = NULL WHERE held_at IS NOT NULL")
    op.execute("DELETE FROM attachment WHERE entry_id IN (SELECT id FROM entry WHERE kind IN ('held', 'given_back'))")
    op.execute(
        "UPDATE event SET entry_id = NULL WHERE entry_id IN (SELECT id FROM entry WHERE kind IN ('held', 'given_back'))"
    )
    op.execute("DELETE FROM entry WHERE kind IN ('held', 'given_back')")
    op.drop_column("referral", "held_by_id")
    op.drop_column("referral", "held_at")
    for table, flag in FLAGS.items():
        op.drop_column(table, flag)
