"""A ledger of reminders, so that none goes out twice; and when each person's morning digest comes."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

HALF_PAST_EIGHT = "08:30:00.000000"
"""As both databases read a time of day."""


def upgrade() -> None:
    """Make it so."""
    op.create_table(
        "reminder",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("occasion", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_reminder_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder")),
        sa.UniqueConstraint(
            "person_id", "kind", "subject", "occasion", name=op.f("uq_reminder_person_id_kind_subject_occasion")
        ),
    )
    op.create_index(op.f("ix_reminder_at"), "reminder", ["at"])
    op.add_column("person", sa.Column("digest_at", sa.Time(), nullable=True))
    op.execute(f"UPDATE person SET digest_at = '{HALF_PAST_EIGHT}'")  # noqa: S608 (our own words)


def downgrade() -> None:
    """Undo it; who was reminded of what, and when digests come, is lost."""
    op.drop_column("person", "digest_at")
    op.drop_index(op.f("ix_reminder_at"), "reminder")
    op.drop_table("reminder")
