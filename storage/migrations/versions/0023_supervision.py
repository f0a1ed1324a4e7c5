"""Cases under supervision: how, by whom, what is expected by when, and what came of it."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OPEN = sa.text("ended_at IS NULL")


def upgrade() -> None:
    """Make it so."""
    op.create_table(
        "supervision",
        sa.Column("id", BIG, nullable=False),
        sa.Column("opinion_id", BIG, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("expected", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("begun_by_id", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("result", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["opinion_id"], ["opinion.id"], name=op.f("fk_supervision_opinion_id_opinion")),
        sa.ForeignKeyConstraint(["begun_by_id"], ["person.id"], name=op.f("fk_supervision_begun_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supervision")),
    )
    op.create_index(op.f("ix_supervision_opinion_id"), "supervision", ["opinion_id"])
    op.create_index(
        "uq_supervision_open", "supervision", ["opinion_id"], unique=True, sqlite_where=OPEN, postgresql_where=OPEN
    )
    op.create_table(
        "supervisor",
        sa.Column("supervision_id", BIG, nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["supervision_id"], ["supervision.id"], name=op.f("fk_supervisor_supervision_id_supervision")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_supervisor_person_id_person")),
        sa.PrimaryKeyConstraint("supervision_id", "person_id", name=op.f("pk_supervisor")),
    )
    op.create_index(op.f("ix_supervisor_person_id"), "supervisor", ["person_id"])


def downgrade() -> None:
    """Undo it; who supervised what is lost, and so are the minutes."""
    op.drop_table("supervisor")
    op.drop_table("supervision")
    op.execute("DELETE FROM attachment WHERE entry_id IN (SELECT id FROM entry WHERE kind = 'minutes')")
    op.execute("DELETE FROM entry WHERE kind = 'minutes'")
