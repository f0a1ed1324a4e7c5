"""County staff change clocks: each change is a row beside the defaults, for all topics or for one."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

FOR_ALL, FOR_ONE = sa.text("topic_id IS NULL"), sa.text("topic_id IS NOT NULL")
KEYS = {"topic_id": "topic", "changed_by_id": "person"}


def upgrade() -> None:
    """Make it so."""
    op.create_table(
        "policy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=True),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_policy_{column}_{table}"))
            for column, table in KEYS.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy")),
    )
    for name, columns, where in (
        ("uq_policy_for_all", ["kind", "name"], FOR_ALL),
        ("uq_policy_for_one", ["kind", "name", "topic_id"], FOR_ONE),
    ):
        op.create_index(name, "policy", columns, unique=True, sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    """Undo it; the defaults count again."""
    op.drop_table("policy")
