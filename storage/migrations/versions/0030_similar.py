"""Opinions are found by the words they share. Those that are here already are read while the bot runs."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
BYTEWISE = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    """Make it so."""
    op.create_table(
        "opinion_words",
        sa.Column("opinion_id", BIG, autoincrement=False, nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("kept", sa.Integer(), nullable=False),
        sa.Column("weight", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(["opinion_id"], ["opinion.id"], name=op.f("fk_opinion_words_opinion_id_opinion")),
        sa.PrimaryKeyConstraint("opinion_id", name=op.f("pk_opinion_words")),
    )
    op.create_table(
        "rare_word",
        sa.Column("word", BYTEWISE, nullable=False),
        sa.Column("opinion_id", BIG, nullable=False),
        sa.PrimaryKeyConstraint("word", "opinion_id", name=op.f("pk_rare_word")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "word_count",
        sa.Column("word", BYTEWISE, nullable=False),
        sa.Column("opinions", sa.Integer(), nullable=False),
        sa.Column("upto", BIG, nullable=False),
        sa.PrimaryKeyConstraint("word", name=op.f("pk_word_count")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Undo it; nothing is lost that is not worked out anew."""
    for table in ("word_count", "rare_word", "opinion_words"):
        op.drop_table(table)
