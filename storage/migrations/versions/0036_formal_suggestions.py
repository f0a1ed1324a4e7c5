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
    _congress_session()
    _suggestion()
    _suggestion_event()
    _suggestion_opinion()
    _suggestion_rating()
    _suggestion_reply()
    _suggestion_signature()
    _suggestion_unit()


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


def _refers(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"))


def _congress_session() -> None:
    op.create_table(
        "congress_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("begins_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("hand_in_by", sa.Date(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        _refers("congress_session", "created_by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_congress_session")),
    )


def _suggestion() -> None:
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
        _refers("suggestion", "created_by_id", "person"),
        _refers("suggestion", "lead_id", "representative"),
        _refers("suggestion", "session_id", "congress_session"),
        _refers("suggestion", "unit_id", "handling_unit"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suggestion")),
        sa.UniqueConstraint("reference", name=op.f("uq_suggestion_reference")),
    )
    op.create_index("ix_suggestion_handed_in_at", "suggestion", ["handed_in_at"])
    op.create_index(op.f("ix_suggestion_lead_id"), "suggestion", ["lead_id"])
    op.create_index(op.f("ix_suggestion_session_id"), "suggestion", ["session_id"])
    op.create_index("ix_suggestion_stage_due_at", "suggestion", ["stage", "due_at"])
    op.create_index("ix_suggestion_unit_id_stage", "suggestion", ["unit_id", "stage"])


def _suggestion_event() -> None:
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
        _refers("suggestion_event", "person_id", "person"),
        _refers("suggestion_event", "representative_id", "representative"),
        _refers("suggestion_event", "suggestion_id", "suggestion"),
        _refers("suggestion_event", "unit_id", "handling_unit"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suggestion_event")),
    )
    op.create_index(op.f("ix_suggestion_event_suggestion_id"), "suggestion_event", ["suggestion_id"])


def _suggestion_opinion() -> None:
    op.create_table(
        "suggestion_opinion",
        sa.Column("suggestion_id", BIG, nullable=False),
        sa.Column("opinion_id", BIG, nullable=False),
        _refers("suggestion_opinion", "opinion_id", "opinion"),
        _refers("suggestion_opinion", "suggestion_id", "suggestion"),
        sa.PrimaryKeyConstraint("suggestion_id", "opinion_id", name=op.f("pk_suggestion_opinion")),
    )
    op.create_index(op.f("ix_suggestion_opinion_opinion_id"), "suggestion_opinion", ["opinion_id"])


def _suggestion_rating() -> None:
    op.create_table(
        "suggestion_rating",
        sa.Column("suggestion_id", BIG, nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("representative_id", sa.Integer(), nullable=False),
        sa.Column("satisfaction", sa.String(32), nullable=False),
        sa.Column("why", sa.String(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        _refers("suggestion_rating", "by_id", "person"),
        _refers("suggestion_rating", "representative_id", "representative"),
        _refers("suggestion_rating", "suggestion_id", "suggestion"),
        sa.PrimaryKeyConstraint("suggestion_id", "round", "representative_id", name=op.f("pk_suggestion_rating")),
    )


def _suggestion_reply() -> None:
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
        _refers("suggestion_reply", "by_id", "person"),
        _refers("suggestion_reply", "suggestion_id", "suggestion"),
        _refers("suggestion_reply", "unit_id", "handling_unit"),
        sa.PrimaryKeyConstraint("suggestion_id", "round", name=op.f("pk_suggestion_reply")),
    )


def _suggestion_signature() -> None:
    op.create_table(
        "suggestion_signature",
        sa.Column("suggestion_id", BIG, nullable=False),
        sa.Column("representative_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        _refers("suggestion_signature", "by_id", "person"),
        _refers("suggestion_signature", "representative_id", "representative"),
        _refers("suggestion_signature", "suggestion_id", "suggestion"),
        sa.PrimaryKeyConstraint("suggestion_id", "representative_id", name=op.f("pk_suggestion_signature")),
    )
    op.create_index(op.f("ix_suggestion_signature_representative_id"), "suggestion_signature", ["representative_id"])


def _suggestion_unit() -> None:
    op.create_table(
        "suggestion_unit",
        sa.Column("suggestion_id", BIG, nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=True),
        _refers("suggestion_unit", "suggestion_id", "suggestion"),
        _refers("suggestion_unit", "unit_id", "handling_unit"),
        sa.PrimaryKeyConstraint("suggestion_id", "unit_id", name=op.f("pk_suggestion_unit")),
    )
    op.create_index(op.f("ix_suggestion_unit_unit_id"), "suggestion_unit", ["unit_id"])
