"""The days staff enter, and what falls due for another subject than an opinion. Nullable: older rows have none."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make it so."""
    op.create_table(
        "calendar_day",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("working", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["entered_by_id"], ["person.id"], name=op.f("fk_calendar_day_entered_by_id_person")),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_calendar_day")),
    )
    op.create_table(
        "calendar_year",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["settled_by_id"], ["person.id"], name=op.f("fk_calendar_year_settled_by_id_person")),
        sa.PrimaryKeyConstraint("year", name=op.f("pk_calendar_year")),
    )
    op.add_column("due", sa.Column("subject_id", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    """Undo it."""
    with op.batch_alter_table("due") as table:
        table.drop_column("subject_id")
    op.drop_table("calendar_year")
    op.drop_table("calendar_day")
