"""What a unit promised with its answer is kept as a commitment: its steps, reports, and who waits for it."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
AT = sa.DateTime(timezone=True)
UNKEPT = sa.text("ended_at IS NULL")


def upgrade() -> None:
    """Make it so. What was promised before stays a day in its answer: nobody was held to it."""
    op.create_table(
        "commitment",
        sa.Column("id", BIG, nullable=False),
        sa.Column("referral_id", BIG, nullable=False),
        sa.Column("opinion_id", BIG, nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("station_id", sa.Integer(), nullable=True),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("first_due_on", sa.Date(), nullable=False),
        sa.Column("moves", sa.Integer(), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("made_at", AT, nullable=False),
        *(sa.Column(name, AT, nullable=True) for name in ("told_at", "reported_at", "ended_at")),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_commitment_referral_id_referral")),
        sa.ForeignKeyConstraint(["opinion_id"], ["opinion.id"], name=op.f("fk_commitment_opinion_id_opinion")),
        sa.ForeignKeyConstraint(["unit_id"], ["handling_unit.id"], name=op.f("fk_commitment_unit_id_handling_unit")),
        sa.ForeignKeyConstraint(["station_id"], ["station.id"], name=op.f("fk_commitment_station_id_station")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitment")),
        sa.UniqueConstraint("referral_id", name=op.f("uq_commitment_referral_id")),
    )
    op.create_index(op.f("ix_commitment_opinion_id"), "commitment", ["opinion_id"])
    op.create_index("ix_commitment_unit_id_ended_at_due_on", "commitment", ["unit_id", "ended_at", "due_on"])
    op.create_index("ix_commitment_station_id_made_at", "commitment", ["station_id", "made_at"])
    op.create_index(
        "ix_commitment_unkept", "commitment", ["due_on", "id"], sqlite_where=UNKEPT, postgresql_where=UNKEPT
    )
    op.create_table(
        "commitment_step",
        sa.Column("id", BIG, nullable=False),
        sa.Column("commitment_id", BIG, nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("done_at", AT, nullable=True),
        _of_commitment("commitment_step"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitment_step")),
    )
    op.create_index(op.f("ix_commitment_step_commitment_id"), "commitment_step", ["commitment_id"])
    _reports()
    op.create_table(
        "commitment_concern",
        sa.Column("id", BIG, nullable=False),
        sa.Column("commitment_id", BIG, nullable=False),
        sa.Column("opinion_id", BIG, nullable=False),
        sa.Column("asked_at", AT, nullable=True),
        sa.Column("done", sa.String(32), nullable=True),
        sa.Column("ended_at", AT, nullable=True),
        _of_commitment("commitment_concern"),
        sa.ForeignKeyConstraint(["opinion_id"], ["opinion.id"], name=op.f("fk_commitment_concern_opinion_id_opinion")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitment_concern")),
        sa.UniqueConstraint("commitment_id", "opinion_id", name=op.f("uq_commitment_concern_commitment_id_opinion_id")),
    )
    op.create_index(op.f("ix_commitment_concern_opinion_id"), "commitment_concern", ["opinion_id"])


def _reports() -> None:
    op.create_table(
        "commitment_report",
        sa.Column("id", BIG, nullable=False),
        sa.Column("commitment_id", BIG, nullable=False),
        sa.Column("at", AT, nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=True),
        sa.Column("step_id", BIG, nullable=True),
        sa.Column("due_before", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("told", sa.Boolean(), nullable=False),
        _of_commitment("commitment_report"),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_commitment_report_by_id_person")),
        sa.ForeignKeyConstraint(
            ["step_id"], ["commitment_step.id"], name=op.f("fk_commitment_report_step_id_commitment_step")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitment_report")),
    )
    op.create_index(op.f("ix_commitment_report_commitment_id"), "commitment_report", ["commitment_id"])


def _of_commitment(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["commitment_id"], ["commitment.id"], name=op.f(f"fk_{table}_commitment_id_commitment")
    )


def downgrade() -> None:
    """Undo it: what waits for a promise is closed."""
    op.execute("UPDATE opinion SET stage = 'closed', unit_id = NULL, due_at = NULL WHERE stage = 'implementing'")
    op.execute("UPDATE opinion SET unit_id = NULL WHERE stage = 'answered'")
    for table in ("commitment_concern", "commitment_report", "commitment_step", "commitment"):
        op.drop_table(table)
