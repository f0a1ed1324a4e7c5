"""Rosters: who could be told when the day ended, and who recorded by hand that somebody came."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

RECORDER = "fk_roster_place_recorded_by_id_person"


def upgrade() -> None:
    """Make it so."""
    with op.batch_alter_table("roster_place") as table:
        table.add_column(sa.Column("recorded_by_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("reached", sa.Boolean(), nullable=True))
        table.create_foreign_key(op.f(RECORDER), "person", ["recorded_by_id"], ["id"])


def downgrade() -> None:
    """Undo it; who was recorded by hand has come all the same."""
    with op.batch_alter_table("roster_place") as table:
        table.drop_constraint(op.f(RECORDER), type_="foreignkey")
        table.drop_column("reached")
        table.drop_column("recorded_by_id")
