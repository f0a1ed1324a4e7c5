"""Extensions: who must act may ask staff for more time; what is asked waits in the queue of screening."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
BEFORE = sa.text("(stage = 'submitted' OR decline_proposed)")
AFTER = sa.text("(stage = 'submitted' OR decline_proposed OR extension_asked)")
QUEUES = {
    "ix_opinion_queue": ["due_at", "id"],
    "ix_opinion_queue_of_station": ["station_id", "due_at", "id"],
}
KEYS = {"opinion_id": "opinion", "by_id": "person", "ended_by_id": "person"}


def upgrade() -> None:
    """Make it so."""
    op.add_column("opinion", sa.Column("extension_asked", sa.Boolean(), nullable=False, server_default=sa.false()))
    _queue_of(AFTER)
    op.create_table(
        "extension",
        sa.Column("id", BIG, nullable=False),
        sa.Column("opinion_id", BIG, nullable=False),
        sa.Column("by_role", sa.String(32), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("granted", sa.Boolean(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.Column("refusal", sa.String(), nullable=True),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_extension_{column}_{table}"))
            for column, table in KEYS.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extension")),
    )
    op.create_index(op.f("ix_extension_opinion_id"), "extension", ["opinion_id"])


def downgrade() -> None:
    """Undo it; what was asked and decided is lost, the due instants stay as they are."""
    op.drop_table("extension")
    _queue_of(BEFORE)
    op.drop_column("opinion", "extension_asked")


def _queue_of(waiting: sa.TextClause) -> None:
    """Index by this what waits for staff, from now on."""
    for name, columns in QUEUES.items():
        op.drop_index(name, "opinion")
        op.create_index(name, "opinion", columns, sqlite_where=waiting, postgresql_where=waiting)
