"""What is promised with the reply to a formal suggestion is a promise too: those who signed say whether it was done."""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OF_SUGGESTION = "fk_commitment_suggestion_id_suggestion"


def upgrade() -> None:
    """Make it so. What was promised with earlier replies stays a day in them: nobody was held to it."""
    with op.batch_alter_table("commitment") as table:
        table.add_column(sa.Column("suggestion_id", BIG, nullable=True))
        table.create_foreign_key(op.f(OF_SUGGESTION), "suggestion", ["suggestion_id"], ["id"])
        table.alter_column("opinion_id", existing_type=BIG, nullable=True)
        table.alter_column("referral_id", existing_type=BIG, nullable=True)
        table.create_index(op.f("ix_commitment_suggestion_id"), ["suggestion_id"])
    op.create_table(
        "suggestion_word",
        sa.Column("suggestion_id", BIG, nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("representative_id", sa.Integer(), nullable=False),
        sa.Column("done", sa.String(32), nullable=False),
        sa.Column("why", sa.String(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_suggestion_word_by_id_person")),
        sa.ForeignKeyConstraint(
            ["representative_id"],
            ["representative.id"],
            name=op.f("fk_suggestion_word_representative_id_representative"),
        ),
        sa.ForeignKeyConstraint(
            ["suggestion_id"], ["suggestion.id"], name=op.f("fk_suggestion_word_suggestion_id_suggestion")
        ),
        sa.PrimaryKeyConstraint("suggestion_id", "round", "representative_id", name=op.f("pk_suggestion_word")),
    )


def downgrade() -> None:
    """Undo it: what waits for a promise is closed."""
    op.execute("UPDATE suggestion SET stage = 'closed', due_at = NULL WHERE stage IN ('implementing', 'reported')")
    op.execute("DELETE FROM suggestion_event WHERE stage IN ('implementing', 'reported')")
    op.execute("DELETE FROM suggestion_event WHERE action IN ('report', 'report_done')")
    op.drop_table("suggestion_word")
    op.execute(
        "DELETE FROM commitment_report "
        "WHERE commitment_id IN (SELECT id FROM commitment WHERE suggestion_id IS NOT NULL)"
    )
    op.execute("DELETE FROM commitment WHERE suggestion_id IS NOT NULL")
    with op.batch_alter_table("commitment") as table:
        table.drop_index(op.f("ix_commitment_suggestion_id"))
        table.drop_constraint(op.f(OF_SUGGESTION), type_="foreignkey")
        table.alter_column("referral_id", existing_type=BIG, nullable=False)
        table.alter_column("opinion_id", existing_type=BIG, nullable=False)
        table.drop_column("suggestion_id")
