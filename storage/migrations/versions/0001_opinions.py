"""The first schema, second half: opinions and all that is said and done about them."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = "0000"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make it so, each table after those it points to."""
    _opinion()
    _due()
    _entry()
    _rating()
    _attachment()
    _event()


def downgrade() -> None:
    """Undo it, in the other order; indexes go with their tables."""
    for table in (
        "event",
        "attachment",
        "rating",
        "entry",
        "due",
        "opinion",
    ):
        op.drop_table(table)


def _opinion() -> None:
    op.create_table(
        "opinion",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("submission", sa.String(), nullable=False),
        sa.Column("constituent_id", sa.Integer(), nullable=False),
        sa.Column("anonymous", sa.Boolean(), nullable=False),
        sa.Column("summary", sa.String(), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=True),
        sa.Column("area_id", sa.Integer(), nullable=True),
        sa.Column("station_id", sa.Integer(), nullable=True),
        sa.Column("wanted_id", sa.Integer(), nullable=True),
        sa.Column("representative_id", sa.Integer(), nullable=True),
        sa.Column("stage", sa.String(32), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("appealed", sa.Boolean(), nullable=False),
        sa.Column("decline_proposed", sa.Boolean(), nullable=False),
        sa.Column("merged_into_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stage_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("paused_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_opinion_area_id_area")),
        sa.ForeignKeyConstraint(["constituent_id"], ["person.id"], name=op.f("fk_opinion_constituent_id_person")),
        sa.ForeignKeyConstraint(["merged_into_id"], ["opinion.id"], name=op.f("fk_opinion_merged_into_id_opinion")),
        sa.ForeignKeyConstraint(
            ["representative_id"], ["representative.id"], name=op.f("fk_opinion_representative_id_representative")
        ),
        sa.ForeignKeyConstraint(["station_id"], ["station.id"], name=op.f("fk_opinion_station_id_station")),
        sa.ForeignKeyConstraint(["topic_id"], ["topic.id"], name=op.f("fk_opinion_topic_id_topic")),
        sa.ForeignKeyConstraint(["wanted_id"], ["representative.id"], name=op.f("fk_opinion_wanted_id_representative")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opinion")),
        sa.UniqueConstraint("reference", name=op.f("uq_opinion_reference")),
        sa.UniqueConstraint("submission", name=op.f("uq_opinion_submission")),
    )
    with op.batch_alter_table("opinion", schema=None) as batch_op:
        batch_op.create_index("ix_opinion_constituent_id_id", ["constituent_id", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_opinion_merged_into_id"), ["merged_into_id"], unique=False)
        batch_op.create_index(
            "ix_opinion_representative_id_stage_due_at", ["representative_id", "stage", "due_at"], unique=False
        )
        batch_op.create_index("ix_opinion_stage_station_id_due_at", ["stage", "station_id", "due_at"], unique=False)


def _due() -> None:
    op.create_table(
        "due",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("opinion_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("once", sa.String(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["opinion_id"], ["opinion.id"], name=op.f("fk_due_opinion_id_opinion"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_due")),
        sa.UniqueConstraint("once", name=op.f("uq_due_once")),
    )
    with op.batch_alter_table("due", schema=None) as batch_op:
        batch_op.create_index(
            "ix_due_open",
            ["due_at"],
            unique=False,
            sqlite_where=sa.text("done_at IS NULL"),
            postgresql_where=sa.text("done_at IS NULL"),
        )
        batch_op.create_index(batch_op.f("ix_due_opinion_id"), ["opinion_id"], unique=False)


def _entry() -> None:
    op.create_table(
        "entry",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("opinion_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("author_role", sa.String(32), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("chat_id", sa.BigInteger(), nullable=True),
        sa.Column("message_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_entry_author_id_person")),
        sa.ForeignKeyConstraint(["opinion_id"], ["opinion.id"], name=op.f("fk_entry_opinion_id_opinion")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry")),
    )
    with op.batch_alter_table("entry", schema=None) as batch_op:
        batch_op.create_index("ix_entry_chat_id_message_id", ["chat_id", "message_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_entry_opinion_id"), ["opinion_id"], unique=False)


def _rating() -> None:
    op.create_table(
        "rating",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("opinion_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("representative_id", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("satisfaction", sa.String(32), nullable=True),
        sa.Column("why", sa.String(), nullable=True),
        sa.Column("rated_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["opinion_id"], ["opinion.id"], name=op.f("fk_rating_opinion_id_opinion")),
        sa.ForeignKeyConstraint(
            ["representative_id"], ["representative.id"], name=op.f("fk_rating_representative_id_representative")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rating")),
        sa.UniqueConstraint("opinion_id", "round", name=op.f("uq_rating_opinion_id_round")),
    )
    with op.batch_alter_table("rating", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rating_representative_id"), ["representative_id"], unique=False)


def _attachment() -> None:
    op.create_table(
        "attachment",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("entry_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("file_id", sa.String(), nullable=True),
        sa.Column("name", sa.String(), nullable=True),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_attachment_entry_id_entry")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
    )
    with op.batch_alter_table("attachment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attachment_entry_id"), ["entry_id"], unique=False)


def _event() -> None:
    op.create_table(
        "event",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("opinion_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("actor_role", sa.String(32), nullable=False),
        sa.Column("action", sa.String(32), nullable=False),
        sa.Column("stage_before", sa.String(32), nullable=True),
        sa.Column("stage_after", sa.String(32), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("why", sa.String(), nullable=True),
        sa.Column("entry_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("representative_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["actor_id"], ["person.id"], name=op.f("fk_event_actor_id_person")),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_event_entry_id_entry")),
        sa.ForeignKeyConstraint(["opinion_id"], ["opinion.id"], name=op.f("fk_event_opinion_id_opinion")),
        sa.ForeignKeyConstraint(
            ["representative_id"], ["representative.id"], name=op.f("fk_event_representative_id_representative")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
    )
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_event_opinion_id"), ["opinion_id"], unique=False)
