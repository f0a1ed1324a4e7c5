"""Matters group what many wrote about; others add their voice to them."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
RELEASED = sa.text("state = 'released'")


def upgrade() -> None:
    """Make it so."""
    op.create_table(
        "matter",
        sa.Column("id", BIG, nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("summary", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=True),
        sa.Column("topic_id", sa.Integer(), nullable=True),
        sa.Column("station_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("opinions", sa.Integer(), nullable=False),
        sa.Column("endorsements", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=True),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("promised_for", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_matter_area_id_area")),
        sa.ForeignKeyConstraint(["station_id"], ["station.id"], name=op.f("fk_matter_station_id_station")),
        sa.ForeignKeyConstraint(["topic_id"], ["topic.id"], name=op.f("fk_matter_topic_id_topic")),
        sa.ForeignKeyConstraint(["written_by_id"], ["person.id"], name=op.f("fk_matter_written_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matter")),
    )
    op.create_index("ix_matter_released", "matter", ["area_id", "id"], sqlite_where=RELEASED, postgresql_where=RELEASED)
    op.create_index("ix_matter_station_id_id", "matter", ["station_id", "id"])
    op.create_table(
        "matter_opinion",
        sa.Column("opinion_id", BIG, autoincrement=False, nullable=False),
        sa.Column("matter_id", BIG, nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["added_by_id"], ["person.id"], name=op.f("fk_matter_opinion_added_by_id_person")),
        sa.ForeignKeyConstraint(["matter_id"], ["matter.id"], name=op.f("fk_matter_opinion_matter_id_matter")),
        sa.ForeignKeyConstraint(["opinion_id"], ["opinion.id"], name=op.f("fk_matter_opinion_opinion_id_opinion")),
        sa.PrimaryKeyConstraint("opinion_id", name=op.f("pk_matter_opinion")),
    )
    op.create_index("ix_matter_opinion_matter_id", "matter_opinion", ["matter_id"])
    op.create_table(
        "matter_news",
        sa.Column("id", BIG, nullable=False),
        sa.Column("matter_id", BIG, nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("promised_for", sa.Date(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("told_up_to", BIG, nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_matter_news_by_id_person")),
        sa.ForeignKeyConstraint(["matter_id"], ["matter.id"], name=op.f("fk_matter_news_matter_id_matter")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matter_news")),
    )
    op.create_index("ix_matter_news_matter_id", "matter_news", ["matter_id"])
    _voices()


def _voices() -> None:
    op.create_table(
        "endorsement",
        sa.Column("id", BIG, nullable=False),
        sa.Column("matter_id", BIG, nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("follows", sa.Boolean(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done", sa.String(32), nullable=True),
        sa.ForeignKeyConstraint(["matter_id"], ["matter.id"], name=op.f("fk_endorsement_matter_id_matter")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_endorsement_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_endorsement")),
        sa.UniqueConstraint("matter_id", "person_id", name=op.f("uq_endorsement_matter_id_person_id")),
    )
    op.create_index("ix_endorsement_matter_id_id", "endorsement", ["matter_id", "id"])
    op.create_index("ix_endorsement_person_id_id", "endorsement", ["person_id", "id"])
    op.create_table(
        "endorsement_word",
        sa.Column("id", BIG, nullable=False),
        sa.Column("endorsement_id", BIG, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("file_id", BIG, nullable=True),
        sa.Column("place", sa.String(), nullable=True),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.ForeignKeyConstraint(
            ["endorsement_id"], ["endorsement.id"], name=op.f("fk_endorsement_word_endorsement_id_endorsement")
        ),
        sa.ForeignKeyConstraint(["file_id"], ["file.id"], name=op.f("fk_endorsement_word_file_id_file")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_endorsement_word")),
    )
    op.create_index("ix_endorsement_word_endorsement_id", "endorsement_word", ["endorsement_id"])
    op.create_index("ix_endorsement_word_file_id", "endorsement_word", ["file_id"])


def downgrade() -> None:
    """Undo it. Opinions stay as they are; what was public of matters, and the voices added to them, is lost."""
    for table in ("endorsement_word", "endorsement", "matter_news", "matter_opinion", "matter"):
        op.drop_table(table)
