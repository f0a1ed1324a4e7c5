"""Units support the one that leads: who was asked, by when, and whose part an entry is."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
KEYS = {
    "opinion_id": "opinion",
    "unit_id": "handling_unit",
    "lead_id": "handling_unit",
    "by_id": "person",
    "answered_by_id": "person",
}


def upgrade() -> None:
    """Make it so."""
    op.create_table(
        "supporting",
        sa.Column("id", BIG, nullable=False),
        sa.Column("opinion_id", BIG, nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("lead_id", sa.Integer(), nullable=False),
        sa.Column("asked", sa.String(), nullable=False),
        sa.Column("by_role", sa.String(32), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_supporting_{column}_{table}"))
            for column, table in KEYS.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supporting")),
    )
    op.create_index(op.f("ix_supporting_opinion_id"), "supporting", ["opinion_id"])
    op.create_index("ix_supporting_unit_id_ended_at", "supporting", ["unit_id", "ended_at"])
    # Written into its own line: SQLite adds no constraint later.
    key = sa.ForeignKey("handling_unit.id", name=op.f("fk_entry_unit_id_handling_unit"))
    op.add_column("entry", sa.Column("unit_id", sa.Integer(), key, nullable=True), inline_references=True)


def downgrade() -> None:
    """Undo it; what supporting units wrote reads as the lead's own."""
    op.execute("UPDATE entry SET kind = 'unit_reply' WHERE kind = 'part'")
    op.execute("UPDATE entry SET kind = 'passed_on' WHERE kind = 'passed_part'")
    op.drop_column("entry", "unit_id")
    op.drop_table("supporting")
