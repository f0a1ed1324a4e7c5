"""Handling units: their officers, what is referred to them, what comes of it."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TO_UNIT = ("opinion", "event", "role_grant", "invitation")
"""Tables that name a unit from now on."""


def upgrade() -> None:
    """Make it so."""
    _referral()
    for table in TO_UNIT:
        _point(table, "unit_id", sa.Integer(), "handling_unit")
    _point("entry", "referral_id", BIG, "referral")
    op.add_column("opinion", sa.Column("outcome", sa.String(32), nullable=True))
    op.add_column("opinion", sa.Column("planned_for", sa.Date(), nullable=True))
    op.create_index("ix_opinion_unit_id_stage_due_at", "opinion", ["unit_id", "stage", "due_at"])
    op.create_index(op.f("ix_entry_referral_id"), "entry", ["referral_id"])
    op.create_index(op.f("ix_role_grant_unit_id"), "role_grant", ["unit_id"])


def downgrade() -> None:
    """Undo it, in the other order."""
    op.drop_index(op.f("ix_role_grant_unit_id"), "role_grant")
    op.drop_index(op.f("ix_entry_referral_id"), "entry")
    op.drop_index("ix_opinion_unit_id_stage_due_at", "opinion")
    op.drop_column("opinion", "planned_for")
    op.drop_column("opinion", "outcome")
    op.drop_column("entry", "referral_id")
    for table in reversed(TO_UNIT):
        op.drop_column(table, "unit_id")
    op.drop_table("referral")


def _point(table: str, column: str, kind: sa.types.TypeEngine[int], to: str) -> None:
    """A column that points to another table, written into its own line: SQLite adds no constraint later."""
    key = sa.ForeignKey(f"{to}.id", name=op.f(f"fk_{table}_{column}_{to}"))
    op.add_column(table, sa.Column(column, kind, key, nullable=True), inline_references=True)


def _referral() -> None:
    op.create_table(
        "referral",
        sa.Column("id", BIG, nullable=False),
        sa.Column("opinion_id", BIG, nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("again", sa.Boolean(), nullable=False),
        sa.Column("accept_due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("accepted_by_id", sa.Integer(), nullable=True),
        sa.Column("reply_due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("replied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(32), nullable=True),
        sa.Column("planned_for", sa.Date(), nullable=True),
        sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("suggested_unit_id", sa.Integer(), nullable=True),
        sa.Column("passed_on_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        *_referral_keys(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referral")),
    )
    op.create_index(op.f("ix_referral_opinion_id"), "referral", ["opinion_id"])
    op.create_index("ix_referral_unit_id_ended_at", "referral", ["unit_id", "ended_at"])


def _referral_keys() -> list[sa.ForeignKeyConstraint]:
    targets = {
        "opinion_id": "opinion",
        "unit_id": "handling_unit",
        "by_id": "person",
        "accepted_by_id": "person",
        "suggested_unit_id": "handling_unit",
    }
    return [
        sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_referral_{column}_{table}"))
        for column, table in targets.items()
    ]
