"""A rule says which unit leads in a topic in one place."""

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make it so."""
    op.create_table(
        "place_route",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["topic_id"], ["topic.id"], name=op.f("fk_place_route_topic_id_topic")),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_place_route_area_id_area")),
        sa.ForeignKeyConstraint(["unit_id"], ["handling_unit.id"], name=op.f("fk_place_route_unit_id_handling_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place_route")),
        sa.UniqueConstraint("topic_id", "area_id", name=op.f("uq_place_route_topic_id_area_id")),
    )


def downgrade() -> None:
    """Undo it; each topic leads to its one unit everywhere."""
    op.drop_table("place_route")
