"""Photos and files belong to a formal suggestion."""

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make it so."""
    op.create_table(
        "suggestion_file",
        sa.Column("id", BIG, nullable=False),
        sa.Column("suggestion_id", BIG, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("file_id", BIG, nullable=True),
        sa.Column("place", sa.String(), nullable=True),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_suggestion_file_by_id_person")),
        sa.ForeignKeyConstraint(["file_id"], ["file.id"], name=op.f("fk_suggestion_file_file_id_file")),
        sa.ForeignKeyConstraint(
            ["suggestion_id"], ["suggestion.id"], name=op.f("fk_suggestion_file_suggestion_id_suggestion")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suggestion_file")),
    )
    op.create_index(op.f("ix_suggestion_file_suggestion_id"), "suggestion_file", ["suggestion_id"])
    op.create_index(op.f("ix_suggestion_file_file_id"), "suggestion_file", ["file_id"])


def downgrade() -> None:
    """Undo it; the files are nobody's any longer."""
    op.drop_table("suggestion_file")
