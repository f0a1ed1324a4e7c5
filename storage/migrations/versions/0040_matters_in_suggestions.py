"""A whole matter can be bundled in a suggestion."""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make it so."""
    op.create_table(
        "suggestion_matter",
        sa.Column("suggestion_id", BIG, nullable=False),
        sa.Column("matter_id", BIG, nullable=False),
        sa.ForeignKeyConstraint(
            ["suggestion_id"], ["suggestion.id"], name=op.f("fk_suggestion_matter_suggestion_id_suggestion")
        ),
        sa.ForeignKeyConstraint(["matter_id"], ["matter.id"], name=op.f("fk_suggestion_matter_matter_id_matter")),
        sa.PrimaryKeyConstraint("suggestion_id", "matter_id", name=op.f("pk_suggestion_matter")),
    )
    op.create_index(op.f("ix_suggestion_matter_matter_id"), "suggestion_matter", ["matter_id"])


def downgrade() -> None:
    """Undo it; opinions that were bundled by themselves stay."""
    op.drop_table("suggestion_matter")
