"""Reception days, their rules and rosters. New tables only."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make it so."""
    _rule()
    _day()
    _roster()


def downgrade() -> None:
    """Undo it, in the other order."""
    for table in ("reception_interest", "roster_place", "reception_day", "reception_rule"):
        op.drop_table(table)


def _hours() -> list[sa.Column[object]]:
    return [
        sa.Column("starts", sa.Time(), nullable=False),
        sa.Column("ends", sa.Time(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
    ]


def _rule() -> None:
    op.create_table(
        "reception_rule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("station_id", sa.Integer(), nullable=False),
        sa.Column("recurrence", sa.String(32), nullable=False),
        sa.Column("day", sa.SmallInteger(), nullable=False),
        sa.Column("every", sa.SmallInteger(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        *_hours(),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["station_id"], ["station.id"], name=op.f("fk_reception_rule_station_id_station")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reception_rule")),
    )
    op.create_index(op.f("ix_reception_rule_station_id"), "reception_rule", ["station_id"])


def _day() -> None:
    op.create_table(
        "reception_day",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("station_id", sa.Integer(), nullable=False),
        sa.Column("rule_id", sa.Integer(), nullable=True),
        sa.Column("planned", sa.Date(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        *_hours(),
        sa.Column("moved_by_hand", sa.Boolean(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["rule_id"], ["reception_rule.id"], name=op.f("fk_reception_day_rule_id_reception_rule")
        ),
        sa.ForeignKeyConstraint(["station_id"], ["station.id"], name=op.f("fk_reception_day_station_id_station")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reception_day")),
        sa.UniqueConstraint("rule_id", "planned", name=op.f("uq_reception_day_rule_id_planned")),
    )
    op.create_index("ix_reception_day_station_id_day", "reception_day", ["station_id", "day"])


def _roster() -> None:
    op.create_table(
        "roster_place",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day_id", sa.Integer(), nullable=False),
        sa.Column("representative_id", sa.Integer(), nullable=False),
        sa.Column("came_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["day_id"], ["reception_day.id"], name=op.f("fk_roster_place_day_id_reception_day")),
        sa.ForeignKeyConstraint(
            ["representative_id"], ["representative.id"], name=op.f("fk_roster_place_representative_id_representative")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_place")),
        sa.UniqueConstraint("day_id", "representative_id", name=op.f("uq_roster_place_day_id_representative_id")),
    )
    op.create_index(op.f("ix_roster_place_representative_id"), "roster_place", ["representative_id"])
    op.create_table(
        "reception_interest",
        sa.Column("day_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["day_id"], ["reception_day.id"], name=op.f("fk_reception_interest_day_id_reception_day")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_reception_interest_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("day_id", "person_id", name=op.f("pk_reception_interest")),
    )
