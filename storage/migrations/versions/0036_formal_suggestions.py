"""Formal suggestions of representatives, who signed them, how they were handled; the sessions of the congress."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make it so."""
    op.create_table(
        "congress_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("begins_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("hand_in_by", sa.Date(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["person.id"], name=op.f("fk_congress_session_created_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_congress_session")),
    )
    op.create_table(
        "suggestion",
        sa.Column("id", BIG, nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("lead_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("matter", sa.String(), nullable=False),
        sa.Column("reasons", sa.String(), nullable=False),
        sa.Column("proposal", sa.String(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("stage_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("handed_in_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("assigned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("why", sa.String(), nullable=True),
        sa.Column("time_asked_for", sa.Date(), nullable=True),
        sa.Column("why_time", sa.String(), nullable=True),
        sa.Column("words", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["created_by_id"], ["person.id"], name=op.f("fk_suggestion_created_by_id_person")),
        sa.ForeignKeyConstraint(["lead_id"], ["representative.id"], name=op.f("fk_suggestion_lead_id_representative")),
        sa.ForeignKeyConstraint(
            ["session_id"], ["congress_session.id"], name=op.f("fk_suggestion_session_id_congress_session")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["handling_unit.id"], name=op.f("fk_suggestion_unit_id_handling_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suggestion")),
        sa.UniqueConstraint("reference", name=op.f("uq_suggestion_reference")),
    )
    op.create_index("ix_suggestion_handed_in_at", "suggestion", ["handed_in_at"])
    op.create_index(op.f("ix_suggestion_lead_id"), "suggestion", ["lead_id"])
    op.create_index(op.f("ix_suggestion_session_id"), "suggestion", ["session_id"])
    op.create_index("ix_suggestion_stage_due_at", "suggestion", ["stage", "due_at"])
    op.create_index("ix_suggestion_unit_id_stage", "suggestion", ["unit_id", "stage"])
    op.create_table(
        "suggestion_event",
        sa.Column("id", BIG, nullable=False),
        sa.Column("suggestion_id", BIG, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("action", sa.String(32), nullable=False),
        sa.Column("role", sa.String(32), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("stage", sa.String(32), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("representative_id", sa.Integer(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("why", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_suggestion_event_person_id_person")),
        sa.ForeignKeyConstraint(
            ["representative_id"],
            ["representative.id"],
            name=op.f("fk_suggestion_event_representative_id_representative"),
        ),
        sa.ForeignKeyConstraint(
            ["suggestion_id"], ["suggestion.id"], name=op.f("fk_suggestion_event_suggestion_id_suggestion")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["handling_unit.id"], name=op.f("fk_suggestion_event_unit_id_handling_unit")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suggestion_event")),
    )
    op.create_index(op.f("ix_suggestion_event_suggestion_id"), "suggestion_event", ["suggestion_id"])
    op.create_table(
        "suggestion_opinion",
        sa.Column("suggestion_id", BIG, nullable=False),
        sa.Column("opinion_id", BIG, nullable=False),
        sa.ForeignKeyConstraint(["opinion_id"], ["opinion.id"], name=op.f("fk_suggestion_opinion_opinion_id_opinion")),
        sa.ForeignKeyConstraint(
            ["suggestion_id"], ["suggestion.id"], name=op.f("fk_suggestion_opinion_suggestion_id_suggestion")
        ),
        sa.PrimaryKeyConstraint("suggestion_id", "opinion_id", name=op.f("pk_suggestion_opinion")),
    )
    op.create_index(op.f("ix_suggestion_opinion_opinion_id"), "suggestion_opinion", ["opinion_id"])
    op.create_table(
        "suggestion_rating",
        sa.Column("suggestion_id", BIG, nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("representative_id", sa.Integer(), nullable=False),
        sa.Column("satisfaction", sa.String(32), nullable=False),
        sa.Column("why", sa.String(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_suggestion_rating_by_id_person")),
        sa.ForeignKeyConstraint(
            ["representative_id"],
            ["representative.id"],
            name=op.f("fk_suggestion_rating_representative_id_representative"),
        ),
        sa.ForeignKeyConstraint(
            ["suggestion_id"], ["suggestion.id"], name=op.f("fk_suggestion_rating_suggestion_id_suggestion")
        ),
        sa.PrimaryKeyConstraint("suggestion_id", "round", "representative_id", name=op.f("pk_suggestion_rating")),
    )
    op.create_table(
        "suggestion_reply",
        sa.Column("suggestion_id", BIG, nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(32), nullable=False),
        sa.Column("planned_for", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_suggestion_reply_by_id_person")),
        sa.ForeignKeyConstraint(
            ["suggestion_id"], ["suggestion.id"], name=op.f("fk_suggestion_reply_suggestion_id_suggestion")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["handling_unit.id"], name=op.f("fk_suggestion_reply_unit_id_handling_unit")
        ),
        sa.PrimaryKeyConstraint("suggestion_id", "round", name=op.f("pk_suggestion_reply")),
    )
    op.create_table(
        "suggestion_signature",
        sa.Column("suggestion_id", BIG, nullable=False),
        sa.Column("representative_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_suggestion_signature_by_id_person")),
        sa.ForeignKeyConstraint(
            ["representative_id"],
            ["representative.id"],
            name=op.f("fk_suggestion_signature_representative_id_representative"),
        ),
        sa.ForeignKeyConstraint(
            ["suggestion_id"], ["suggestion.id"], name=op.f("fk_suggestion_signature_suggestion_id_suggestion")
        ),
        sa.PrimaryKeyConstraint("suggestion_id", "representative_id", name=op.f("pk_suggestion_signature")),
    )
    op.create_index(op.f("ix_suggestion_signature_representative_id"), "suggestion_signature", ["representative_id"])
    op.create_table(
        "suggestion_unit",
        sa.Column("suggestion_id", BIG, nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["suggestion_id"], ["suggestion.id"], name=op.f("fk_suggestion_unit_suggestion_id_suggestion")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["handling_unit.id"], name=op.f("fk_suggestion_unit_unit_id_handling_unit")
        ),
        sa.PrimaryKeyConstraint("suggestion_id", "unit_id", name=op.f("pk_suggestion_unit")),
    )
    op.create_index(op.f("ix_suggestion_unit_unit_id"), "suggestion_unit", ["unit_id"])


def downgrade() -> None:
    """Take it back."""
    op.drop_table("suggestion_unit")
    op.drop_table("suggestion_signature")
    op.drop_table("suggestion_reply")
    op.drop_table("suggestion_rating")
    op.drop_table("suggestion_opinion")
    op.drop_table("suggestion_event")
    op.drop_table("suggestion")
    op.drop_table("congress_session")
