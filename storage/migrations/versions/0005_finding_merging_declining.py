"""Opinions are found by place, topic and age; what waits for staff has indexes of its own; reasons for declining speak
several languages."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

TO_SCREEN = sa.text("(stage = 'submitted' OR decline_proposed)")
INDEXES = {
    "ix_opinion_representative_id_id": ["representative_id", "id"],
    "ix_opinion_station_id_id": ["station_id", "id"],
    "ix_opinion_station_id_topic_id_id": ["station_id", "topic_id", "id"],
    "ix_opinion_area_id_id": ["area_id", "id"],
}
QUEUES = {
    "ix_opinion_queue": ["due_at", "id"],
    "ix_opinion_queue_of_station": ["station_id", "due_at", "id"],
}


def upgrade() -> None:
    """Make it so."""
    for name, columns in INDEXES.items():
        op.create_index(name, "opinion", columns)
    for name, columns in QUEUES.items():
        op.create_index(name, "opinion", columns, sqlite_where=TO_SCREEN, postgresql_where=TO_SCREEN)
    # No release has written this table so far.
    op.drop_table("decline_template")
    op.create_table(
        "decline_template",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("archived", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decline_template")),
    )


def downgrade() -> None:
    """Undo it; the reasons are lost, the next start plants them again."""
    op.drop_table("decline_template")
    op.create_table(
        "decline_template",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("archived", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decline_template")),
    )
    for name in (*QUEUES, *INDEXES):
        op.drop_index(name, "opinion")
