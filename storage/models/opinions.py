"""Opinions and all that is said and done about them."""

from datetime import date, datetime

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storage.models.base import Base, BigKey
from storage.models.directory import Area, HandlingUnit, Representative, Station, Topic
from storage.models.files import FileOrPlace
from storage.models.people import Person
from storage.types import Json
from storage.vocabulary import Action, AttachmentKind, EntryKind, Outcome, Role, Satisfaction, Stage

# The same words in the indexes and in the queries: SQLite uses a partial index only for the same expression.
# A proposal to decline, a request for time and a unit to decide on end with the stage they were made at: these are all
# that wait for staff.
TO_SCREEN = text("(stage IN ('submitted', 'supervised') OR decline_proposed OR extension_asked OR unit_to_decide)")
HAS_DUE = text("due_at IS NOT NULL")
TO_DECIDE = text("(decline_proposed OR extension_asked OR unit_to_decide)")
DISAGREE = text(
    "(settled_at IS NULL AND ("
    "(satisfaction = 'dissatisfied' AND (outcome = 'A' OR handling = 'satisfied')) OR "
    "(satisfaction = 'satisfied' AND (outcome = 'C' OR handling = 'dissatisfied'))))"
)
# A third handling proposes itself for supervision, as a promise moved twice does: our own choice.
LATE_ROUND = text("(round >= 3 OR stage = 'supervised')")


class Opinion(Base):
    """A constituent's opinion: the case."""

    __tablename__ = "opinion"
    __table_args__ = (
        Index("ix_opinion_constituent_id_id", "constituent_id", "id"),
        Index("ix_opinion_representative_id_stage_due_at", "representative_id", "stage", "due_at"),
        Index("ix_opinion_stage_station_id_due_at", "stage", "station_id", "due_at"),
        Index("ix_opinion_unit_id_stage_due_at", "unit_id", "stage", "due_at"),
        Index("ix_opinion_representative_id_id", "representative_id", "id"),
        Index("ix_opinion_station_id_id", "station_id", "id"),
        Index("ix_opinion_station_id_topic_id_id", "station_id", "topic_id", "id"),
        Index("ix_opinion_area_id_id", "area_id", "id"),
        Index("ix_opinion_queue", "due_at", "id", sqlite_where=TO_SCREEN, postgresql_where=TO_SCREEN),
        Index(
            "ix_opinion_queue_of_station",
            "station_id",
            "due_at",
            "id",
            sqlite_where=TO_SCREEN,
            postgresql_where=TO_SCREEN,
        ),
        Index("ix_opinion_due", "due_at", "id", sqlite_where=HAS_DUE, postgresql_where=HAS_DUE),
        Index(
            "ix_opinion_due_of_station", "station_id", "due_at", "id", sqlite_where=HAS_DUE, postgresql_where=HAS_DUE
        ),
        Index("ix_opinion_to_decide", "station_id", sqlite_where=TO_DECIDE, postgresql_where=TO_DECIDE),
        Index("ix_opinion_late_round", "stage", "id", sqlite_where=LATE_ROUND, postgresql_where=LATE_ROUND),
    )

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    reference: Mapped[str] = mapped_column(unique=True)
    """`TC-2026-000123`."""
    submission: Mapped[str] = mapped_column(unique=True)
    """The draft it came from: two presses on Send make one opinion."""
    constituent_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    anonymous: Mapped[bool]
    """True: nobody but the constituent ever sees who they are."""
    summary: Mapped[str]
    """The first words, for lists."""
    topic_id: Mapped[int | None] = mapped_column(ForeignKey("topic.id"))
    area_id: Mapped[int | None] = mapped_column(ForeignKey("area.id"))
    station_id: Mapped[int | None] = mapped_column(ForeignKey("station.id"))
    """Station whose staff screen it; None: the county office."""
    wanted_id: Mapped[int | None] = mapped_column(ForeignKey("representative.id"))
    """Representative whom the constituent chose; None: whoever is responsible."""
    representative_id: Mapped[int | None] = mapped_column(ForeignKey("representative.id"))
    """Representative who has it now."""
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("handling_unit.id"))
    """The unit that works on it, or whose reply is being checked."""
    stage: Mapped[Stage]
    round: Mapped[int] = mapped_column(default=1)
    round_due_at: Mapped[datetime | None]
    """Instant by which the answer of this handling is due, where it is not the first."""
    appealed: Mapped[bool] = mapped_column(default=False)
    supervised: Mapped[bool] = mapped_column(default=False)
    """The last round did not satisfy, and it came under supervision: that happens once."""
    decline_proposed: Mapped[bool] = mapped_column(default=False)
    """The representative asked staff to decline it; staff decide."""
    extension_asked: Mapped[bool] = mapped_column(default=False)
    """True while who must act asks for more time and staff have not decided. The request is its newest `Extension`."""
    unit_to_decide: Mapped[bool] = mapped_column(default=False)
    """True while staff decide which unit has it: the one they chose, or two in a row, returned it."""
    asked_back: Mapped[bool] = mapped_column(default=False)
    """Staff asked its author something once it was answered: their next words are the answer."""
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("opinion.id"), index=True)
    """The one it is handled together with, while it stands at `merged`; None at every other stage."""
    version: Mapped[int] = mapped_column(default=1)
    """Counts moves; buttons carry it, so an old button is known as old."""
    submitted_at: Mapped[datetime]
    stage_since: Mapped[datetime]
    due_at: Mapped[datetime | None]
    """Instant by which the one who has it now should have moved it on; None where nobody has to."""

    paused_due_at: Mapped[datetime | None]
    """The representative's due instant while the clock stands still for the constituent."""
    outcome: Mapped[Outcome | None]
    """Of this round, once the unit's reply is passed on."""
    planned_for: Mapped[date | None]
    """Day until which it is promised, where the outcome promises it."""

    constituent: Mapped[Person] = relationship(lazy="joined", innerjoin=True)
    topic: Mapped[Topic | None] = relationship(lazy="joined")
    area: Mapped[Area | None] = relationship(lazy="joined")
    station: Mapped[Station | None] = relationship(lazy="joined", foreign_keys=[station_id])
    wanted: Mapped[Representative | None] = relationship(lazy="joined", foreign_keys=[wanted_id])
    representative: Mapped[Representative | None] = relationship(lazy="joined", foreign_keys=[representative_id])
    unit: Mapped[HandlingUnit | None] = relationship(lazy="joined", foreign_keys=[unit_id])

    @property
    def waits_for_staff(self) -> bool:
        """True while something about it waits for the decision of staff."""
        return self.decline_proposed or self.extension_asked or self.unit_to_decide


class Referral(Base):
    """An opinion is with a unit, from the moment it is referred (or sent back) until it leaves.

    Why it was returned or sent back stands in its event, the remark and the reply in its entries.
    """

    __tablename__ = "referral"
    __table_args__ = (
        Index("ix_referral_unit_id_ended_at", "unit_id", "ended_at"),
        # All that the league of units asks: it is counted without looking at a referral itself.
        Index(
            "ix_referral_at",
            "at",
            "unit_id",
            "reply_due_at",
            "replied_at",
            "returned_at",
            "ended_at",
        ),
    )

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    opinion_id: Mapped[int] = mapped_column(ForeignKey("opinion.id"), index=True)
    round: Mapped[int]
    unit_id: Mapped[int] = mapped_column(ForeignKey("handling_unit.id"))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    again: Mapped[bool] = mapped_column(default=False)
    """Sent back for a better reply: accepted already."""
    accept_due_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    accepted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    reply_due_at: Mapped[datetime]
    replied_at: Mapped[datetime | None]
    outcome: Mapped[Outcome | None]
    planned_for: Mapped[date | None]
    steps: Mapped[list[list[str]] | None] = mapped_column(JSON(none_as_null=True))
    """Steps to what the reply promises: what, and the day, ISO."""
    returned_at: Mapped[datetime | None]
    suggested_unit_id: Mapped[int | None] = mapped_column(ForeignKey("handling_unit.id"))
    """Unit that it belongs to, as the one that returned it thinks."""
    held_at: Mapped[datetime | None]
    """Instant since which a reply waits for the release of the unit's chief; its result and day stand above."""
    held_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    passed_on_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    """Instant at which it left the unit, in whichever way."""

    unit: Mapped[HandlingUnit] = relationship(lazy="joined", innerjoin=True, foreign_keys=[unit_id])
    suggested: Mapped[HandlingUnit | None] = relationship(lazy="joined", foreign_keys=[suggested_unit_id])
    accepted_by: Mapped[Person | None] = relationship(lazy="joined", foreign_keys=[accepted_by_id])


class Extension(Base):
    """A request for more time by who must act on an opinion, and what became of it."""

    __tablename__ = "extension"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    opinion_id: Mapped[int] = mapped_column(ForeignKey("opinion.id"), index=True)
    by_role: Mapped[Role]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    due_before: Mapped[datetime]
    """Due instant as this was asked."""
    until: Mapped[datetime]
    """Due instant asked for instead; once granted, the one that holds."""
    why: Mapped[str]
    """Reason that staff read, and once granted the constituent."""
    granted: Mapped[bool | None]
    """None: not decided, or over without a decision."""
    ended_at: Mapped[datetime | None]
    """Instant at which staff decided, or the opinion moved on and nothing was left to decide."""
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    refusal: Mapped[str | None]
    """Reason why it was refused."""


class Entry(Base):
    """Something said in an opinion: the opinion itself, an addition, a question, a reply."""

    __tablename__ = "entry"
    __table_args__ = (Index("ix_entry_chat_id_message_id", "chat_id", "message_id"),)

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    opinion_id: Mapped[int] = mapped_column(ForeignKey("opinion.id"), index=True)
    round: Mapped[int]
    kind: Mapped[EntryKind]
    author_role: Mapped[Role]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    text: Mapped[str]
    at: Mapped[datetime]
    edited_at: Mapped[datetime | None]
    chat_id: Mapped[int | None] = mapped_column(BigInteger)
    """The message it came from, so that a later edit finds it."""
    message_id: Mapped[int | None]
    referral_id: Mapped[int | None] = mapped_column(ForeignKey("referral.id"), index=True)
    """The referral it is the remark to, or the reply of; None for all else."""
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("handling_unit.id"))
    """The supporting unit whose part it is; None for all else."""

    unit: Mapped[HandlingUnit | None] = relationship(lazy="joined")

    attachments: Mapped[list["Attachment"]] = relationship(lazy="selectin", order_by="Attachment.id")


class Attachment(FileOrPlace, Base):
    """A photo, voice, video, document or place that was said with an entry."""

    __tablename__ = "attachment"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"), index=True)


class Event(Base):
    """One thing that happened to an opinion: who, when, what, why. Append-only."""

    __tablename__ = "event"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    opinion_id: Mapped[int] = mapped_column(ForeignKey("opinion.id"), index=True)
    at: Mapped[datetime]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    actor_role: Mapped[Role]
    action: Mapped[Action]
    stage_before: Mapped[Stage | None]
    stage_after: Mapped[Stage]
    round: Mapped[int]
    why: Mapped[str | None]
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("entry.id"))
    representative_id: Mapped[int | None] = mapped_column(ForeignKey("representative.id"))
    """Representative who has the opinion after it."""
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("handling_unit.id"))
    """The unit that has the opinion after it, or had it before."""
    promised_for: Mapped[date | None]
    """Day that was promised with it, or instead of the day before; None: nothing was."""

    representative: Mapped[Representative | None] = relationship(lazy="joined")
    unit: Mapped[HandlingUnit | None] = relationship(lazy="joined")


class Undelivered(Base):
    """Something of an opinion that a channel refused for good, in every form."""

    __tablename__ = "undelivered"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    opinion_id: Mapped[int] = mapped_column(ForeignKey("opinion.id"))
    at: Mapped[datetime] = mapped_column(index=True)
    kind: Mapped[AttachmentKind | None]
    """Of the file; None: a message."""
    to_role: Mapped[Role]
    """Of whoever did not get it."""


class Rating(Base):
    """A question "are you satisfied?" and its answer. Who is rated, and for what, is fixed when it is sent."""

    __tablename__ = "rating"
    __table_args__ = (
        UniqueConstraint("opinion_id", "round"),
        Index("ix_rating_asked_at", "asked_at", "unit_id", "satisfaction", "opinion_id"),
        Index("ix_rating_disagree", "id", sqlite_where=DISAGREE, postgresql_where=DISAGREE),
        Index("ix_rating_disagree_of_station", "station_id", "id", sqlite_where=DISAGREE, postgresql_where=DISAGREE),
    )

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    opinion_id: Mapped[int] = mapped_column(ForeignKey("opinion.id"))
    round: Mapped[int]
    representative_id: Mapped[int | None] = mapped_column(ForeignKey("representative.id"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("handling_unit.id"), index=True)
    """The unit whose reply was passed on with the answer; None: none was."""
    outcome: Mapped[Outcome | None]
    """Result class of that reply."""
    handling: Mapped[Satisfaction | None]
    """The representative's rating of how that unit handled it, of the same words but half done."""
    station_id: Mapped[int | None] = mapped_column(ForeignKey("station.id"))
    """Station whose staff look at it where ratings disagree; None: the county office."""
    asked_at: Mapped[datetime]
    satisfaction: Mapped[Satisfaction | None]
    before: Mapped[Satisfaction | None]
    """Its answer before the last round came under supervision; since then it is asked anew."""
    why: Mapped[str | None]
    rated_at: Mapped[datetime | None]
    asked_back_at: Mapped[datetime | None]
    """Instant at which staff asked its author back, the last time."""
    settled_at: Mapped[datetime | None]
    """Instant at which staff settled that it disagrees: it stands, or the opinion is handled again."""
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    settled_why: Mapped[str | None]

    unit: Mapped[HandlingUnit | None] = relationship(lazy="joined")


class ReferenceCounter(Base):
    """The last number given out in a year."""

    __tablename__ = "reference_counter"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]


class DeclineTemplate(Base):
    """A reason for declining, with the right door named, in one or more languages. The county's staff edit them."""

    __tablename__ = "decline_template"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[dict[str, str]] = mapped_column(Json)
    """Name by which staff choose it, by language (`en`, `zh_Hans`); the same languages as `text`, at least one."""
    text: Mapped[dict[str, str]] = mapped_column(Json)
    """Words the constituent reads, by language."""
    position: Mapped[int] = mapped_column(default=0)
    archived: Mapped[bool] = mapped_column(default=False)
    """No longer offered."""


class Due(Base):
    """Something that falls due: found by a sweep, done once."""

    __tablename__ = "due"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    kind: Mapped[str]
    opinion_id: Mapped[int | None] = mapped_column(ForeignKey("opinion.id", ondelete="CASCADE"), index=True)
    subject_id: Mapped[int | None] = mapped_column(BigInteger)
    """Id of what else it is about, by `kind`: a person's digest, a reception day."""
    due_at: Mapped[datetime]
    once: Mapped[str] = mapped_column(unique=True)
    """Key of what it is about: `rating.reminder:12:1`. Planned twice, it is kept once."""
    done_at: Mapped[datetime | None]


Index("ix_due_open", Due.due_at, sqlite_where=Due.done_at.is_(None), postgresql_where=Due.done_at.is_(None))
