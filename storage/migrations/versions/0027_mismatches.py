"""Representatives rate how units handled it; ratings that disagree wait for staff, who may ask the author back."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

DISAGREE = sa.text(
    "(settled_at IS NULL AND ("
    "(satisfaction = 'dissatisfied' AND (outcome = 'A' OR handling = 'satisfied')) OR "
    "(satisfaction = 'satisfied' AND (outcome = 'C' OR handling = 'dissatisfied'))))"
)
INDEXES = {"ix_rating_disagree": ["id"], "ix_rating_disagree_of_station": ["station_id", "id"]}
KEYS = {"station_id": "station.id", "settled_by_id": "person.id"}
COLUMNS: dict[str, Any] = {
    "handling": sa.String(32),
    "asked_back_at": sa.DateTime(timezone=True),
    "settled_at": sa.DateTime(timezone=True),
    "settled_why": sa.String(),
}


def upgrade() -> None:
    """Make it so."""
    op.add_column("opinion", sa.Column("asked_back", sa.Boolean(), nullable=False, server_default=sa.false()))
    for name, of in KEYS.items():
        # Written into its own line: SQLite adds no constraint later.
        key = sa.ForeignKey(of, name=op.f(f"fk_rating_{name}_{of.split('.')[0]}"))
        op.add_column("rating", sa.Column(name, sa.Integer(), key, nullable=True), inline_references=True)
    for name, kind in COLUMNS.items():
        op.add_column("rating", sa.Column(name, kind, nullable=True))
    op.execute("UPDATE rating SET station_id = (SELECT station_id FROM opinion WHERE opinion.id = rating.opinion_id)")
    for name, columns in INDEXES.items():
        op.create_index(name, "rating", columns, sqlite_where=DISAGREE, postgresql_where=DISAGREE)


def downgrade() -> None:
    """Undo it; what representatives think of units, and what staff let stand, is lost."""
    for name in INDEXES:
        op.drop_index(name, "rating")
    for name in (*COLUMNS, *KEYS):
        op.drop_column("rating", name)
    op.drop_column("opinion", "asked_back")
