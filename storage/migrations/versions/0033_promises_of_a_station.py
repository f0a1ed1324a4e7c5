"""The promises among a station's cases are found by what became of them."""

from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make it so."""
    op.drop_index("ix_commitment_station_id_made_at", "commitment")
    op.create_index("ix_commitment_station_id_state_due_on", "commitment", ["station_id", "state", "due_on", "id"])
    op.create_index("ix_commitment_station_id_state_made_at", "commitment", ["station_id", "state", "made_at", "id"])


def downgrade() -> None:
    """Undo it."""
    op.drop_index("ix_commitment_station_id_state_made_at", "commitment")
    op.drop_index("ix_commitment_station_id_state_due_on", "commitment")
    op.create_index("ix_commitment_station_id_made_at", "commitment", ["station_id", "made_at"])
