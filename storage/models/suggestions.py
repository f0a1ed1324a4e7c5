"""Formal suggestions of representatives: their text, who signed it, how it was handled, and the congress's sessions."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from storage.models.base import Base, BigKey
from storage.models.directory import HandlingUnit, Representative
from storage.models.files import FileOrPlace
from storage.suggestion_vocabulary import SignatureState, SuggestionAction, SuggestionKind, SuggestionStage
from storage.vocabulary import Done, Outcome, Role, Satisfaction


class CongressSession(Base):
    """A session of the congress, to which what is handed in in time belongs."""

    __tablename__ = "congress_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    begins_on: Mapped[date]
    ends_on: Mapped[date]
    hand_in_by: Mapped[date]
    """The last day on which something belongs to it; what comes later is made out of session."""
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]


class Suggestion(Base):
    """A formal suggestion, or a motion."""

    __tablename__ = "suggestion"
    __table_args__ = (
        Index("ix_suggestion_stage_due_at", "stage", "due_at"),
        Index("ix_suggestion_unit_id_stage", "unit_id", "stage"),
        Index("ix_suggestion_handed_in_at", "handed_in_at"),
    )

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    reference: Mapped[str] = mapped_column(unique=True)
    """`TC-S-2026-0012`."""
    kind: Mapped[SuggestionKind]
    lead_id: Mapped[int] = mapped_column(ForeignKey("representative.id"), index=True)
    session_id: Mapped[int | None] = mapped_column(ForeignKey("congress_session.id"), index=True)
    """None: made out of session."""
    title: Mapped[str] = mapped_column(default="")
    matter: Mapped[str] = mapped_column(default="")
    reasons: Mapped[str] = mapped_column(default="")
    proposal: Mapped[str] = mapped_column(default="")
    edition: Mapped[int] = mapped_column(default=1)
    """Counts changes of the text; who signed an earlier one has to sign anew."""
    stage: Mapped[SuggestionStage]
    version: Mapped[int] = mapped_column(default=1)
    """Counts all that outdates a button shown before."""
    round: Mapped[int] = mapped_column(default=1)
    stage_since: Mapped[datetime]
    due_at: Mapped[datetime | None]
    """Instant by which the one who has it now should have moved it on; None where nobody has to."""
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("handling_unit.id"))
    """The unit that leads."""
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    handed_in_at: Mapped[datetime | None]
    assigned_at: Mapped[datetime | None]
    """Instant from which its months are counted."""
    why: Mapped[str | None]
    """Reason why it was returned, declined or given back, as long as that is how it stands."""
    time_asked_for: Mapped[date | None]
    """Day until which the unit asks for time, while the office has not decided."""
    why_time: Mapped[str | None]
    words: Mapped[str] = mapped_column(default="")
    """Words by which it is compared with others, a space between them; empty while it is a draft."""

    lead: Mapped[Representative] = relationship(lazy="joined", innerjoin=True)
    session: Mapped[CongressSession | None] = relationship(lazy="joined")
    unit: Mapped[HandlingUnit | None] = relationship(lazy="joined")
    signatures: Mapped[list["Signature"]] = relationship(lazy="selectin", order_by="Signature.position")
    supporting: Mapped[list["SupportingUnit"]] = relationship(lazy="selectin", order_by="SupportingUnit.unit_id")
    files: Mapped[list["SuggestionFile"]] = relationship(lazy="selectin", order_by="SuggestionFile.id")
    replies: Mapped[list["SuggestionReply"]] = relationship(lazy="selectin", order_by="SuggestionReply.round")


class SuggestionFile(FileOrPlace, Base):
    """A photo, file or place that belongs to a suggestion: who signs it signs the text with these."""

    __tablename__ = "suggestion_file"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    suggestion_id: Mapped[int] = mapped_column(ForeignKey("suggestion.id"), index=True)
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class Signature(Base):
    """A representative's name below a suggestion, or the invitation to put it there; its lead has one too."""

    __tablename__ = "suggestion_signature"

    suggestion_id: Mapped[int] = mapped_column(ForeignKey("suggestion.id"), primary_key=True)
    representative_id: Mapped[int] = mapped_column(ForeignKey("representative.id"), primary_key=True, index=True)
    position: Mapped[int]
    """From 0, the lead's."""
    state: Mapped[SignatureState]
    edition: Mapped[int | None]
    """The edition of the text that was signed."""
    at: Mapped[datetime]
    """Instant of the invitation, or of what was said to it."""
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    representative: Mapped[Representative] = relationship(lazy="joined", innerjoin=True)


class SuggestionOpinion(Base):
    """An opinion that is bundled in a suggestion: its author is to read the answer."""

    __tablename__ = "suggestion_opinion"

    suggestion_id: Mapped[int] = mapped_column(ForeignKey("suggestion.id"), primary_key=True)
    opinion_id: Mapped[int] = mapped_column(BigKey, ForeignKey("opinion.id"), primary_key=True, index=True)


class SuggestionMatter(Base):
    """A matter that is bundled in a suggestion, with every opinion that it groups."""

    __tablename__ = "suggestion_matter"

    suggestion_id: Mapped[int] = mapped_column(ForeignKey("suggestion.id"), primary_key=True)
    matter_id: Mapped[int] = mapped_column(BigKey, ForeignKey("matter.id"), primary_key=True, index=True)


class SupportingUnit(Base):
    """A unit that supports the one that leads, and what it wrote to it."""

    __tablename__ = "suggestion_unit"

    suggestion_id: Mapped[int] = mapped_column(ForeignKey("suggestion.id"), primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("handling_unit.id"), primary_key=True, index=True)
    part: Mapped[str | None]
    at: Mapped[datetime | None]
    """Instant at which it wrote its part."""

    unit: Mapped[HandlingUnit] = relationship(lazy="joined", innerjoin=True)


class SuggestionReply(Base):
    """The reply of a handling."""

    __tablename__ = "suggestion_reply"

    suggestion_id: Mapped[int] = mapped_column(ForeignKey("suggestion.id"), primary_key=True)
    round: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("handling_unit.id"))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    text: Mapped[str]
    outcome: Mapped[Outcome]
    planned_for: Mapped[date | None]

    unit: Mapped[HandlingUnit] = relationship(lazy="joined", innerjoin=True)


class SaidOfHandling:
    """Something that somebody who signed says of a handling. A mixin."""

    suggestion_id: Mapped[int] = mapped_column(ForeignKey("suggestion.id"), primary_key=True)
    round: Mapped[int] = mapped_column(primary_key=True)
    representative_id: Mapped[int] = mapped_column(ForeignKey("representative.id"), primary_key=True)
    why: Mapped[str | None]
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    @declared_attr
    @classmethod
    def representative(cls) -> Mapped[Representative]:
        """Who signed."""
        return relationship(lazy="joined", innerjoin=True)


class SuggestionRating(SaidOfHandling, Base):
    """What somebody who signed thinks of the reply of a handling."""

    __tablename__ = "suggestion_rating"

    satisfaction: Mapped[Satisfaction]


class SuggestionWord(SaidOfHandling, Base):
    """What somebody who signed says of what was reported done; forgotten where it is reported done anew."""

    __tablename__ = "suggestion_word"

    done: Mapped[Done]


class SuggestionEvent(Base):
    """Something that was done with a suggestion. Append-only."""

    __tablename__ = "suggestion_event"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    suggestion_id: Mapped[int] = mapped_column(ForeignKey("suggestion.id"), index=True)
    at: Mapped[datetime]
    action: Mapped[SuggestionAction]
    role: Mapped[Role]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    stage: Mapped[SuggestionStage]
    """As it left it."""
    round: Mapped[int]
    representative_id: Mapped[int | None] = mapped_column(ForeignKey("representative.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("handling_unit.id"))
    why: Mapped[str | None]

    representative: Mapped[Representative | None] = relationship(lazy="joined")
    unit: Mapped[HandlingUnit | None] = relationship(lazy="joined")
