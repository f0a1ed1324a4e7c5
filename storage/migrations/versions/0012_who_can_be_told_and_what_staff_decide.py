"""Rosters keep who could be told and who recorded that somebody came; what staff decide is counted by its own index."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

TO_DECIDE = sa.text("(decline_proposed OR extension_asked)")
RECORDER = "fk_roster_place_recorded_by_id_person"


def upgrade() -> None:
    """Make it so."""
    with op.batch_alter_table("roster_place") as table:
        table.add_column(sa.Column("recorded_by_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("reached", sa.Boolean(), nullable=True))
        table.create_foreign_key(op.f(RECORDER), "person", ["recorded_by_id"], ["id"])
    op.create_index(
        "ix_opinion_to_decide", "opinion", ["station_id"], sqlite_where=TO_DECIDE, postgresql_where=TO_DECIDE
    )


def downgrade() -> None:
    """Undo it; who was recorded by hand has come all the same."""
    op.drop_index("ix_opinion_to_decide", "opinion")
    with op.batch_alter_table("roster_place") as table:
        table.drop_constraint(op.f(RECORDER), type_="foreignkey")
        table.drop_column("reached")
        table.drop_column("recorded_by_id")
