"""Commitments: what units promised with a date, the steps to it, what came, and what its authors say of it."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storage.models.base import Base, BigKey
from storage.models.directory import HandlingUnit
from storage.vocabulary import CommitmentState, Done

# The same words in the indexes and in the queries: SQLite uses a partial index only for the same expression.
UNKEPT = text("ended_at IS NULL")
MOVED_OFTEN = text("(ended_at IS NULL AND moves >= 2)")


class Commitment(Base):
    """A promise with a date, by a unit whose reply was passed on. Overdue is computed, never kept.

    It was made about an opinion, by a referral's reply; or with the reply to a formal suggestion. That has no concerns:
    who signed it says whether it was done (`SuggestionWord`).
    """

    __tablename__ = "commitment"
    __table_args__ = (
        Index("ix_commitment_unit_id_ended_at_due_on", "unit_id", "ended_at", "due_on"),
        Index("ix_commitment_station_id_state_due_on", "station_id", "state", "due_on", "id"),
        Index("ix_commitment_station_id_state_made_at", "station_id", "state", "made_at", "id"),
        Index("ix_commitment_made_at", "made_at", "ended_at", "state", "unit_id", "due_on", "moves"),
        Index("ix_commitment_state", "state", "made_at", "id"),
        Index("ix_commitment_state_due_on", "state", "due_on", "id"),
        Index("ix_commitment_unkept", "due_on", "id", sqlite_where=UNKEPT, postgresql_where=UNKEPT),
        Index("ix_commitment_moved_often", "opinion_id", sqlite_where=MOVED_OFTEN, postgresql_where=MOVED_OFTEN),
    )

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    referral_id: Mapped[int | None] = mapped_column(ForeignKey("referral.id"), unique=True)
    """The referral whose reply promises it; None with a suggestion."""
    opinion_id: Mapped[int | None] = mapped_column(ForeignKey("opinion.id"), index=True)
    """The opinion that it was promised about; all that wait for it are its `Concern`s. None with a suggestion."""
    suggestion_id: Mapped[int | None] = mapped_column(ForeignKey("suggestion.id"), index=True)
    """The suggestion with whose reply it was promised; None with an opinion."""
    round: Mapped[int]
    unit_id: Mapped[int] = mapped_column(ForeignKey("handling_unit.id"))
    first_unit_id: Mapped[int | None] = mapped_column(ForeignKey("handling_unit.id"))
    """Unit that promised it, where staff have passed it on since; None: the one that has it."""
    station_id: Mapped[int | None] = mapped_column(ForeignKey("station.id"))
    """Station whose staff see it; None: the county office."""
    what: Mapped[str]
    """The first words of the reply that promises it."""
    due_on: Mapped[date]
    """Day by which it is promised now."""
    first_due_on: Mapped[date]
    """Day by which it was promised at first."""
    moves: Mapped[int] = mapped_column(default=0)
    """Times its day was moved."""
    percent: Mapped[int | None]
    """The newest that was reported; None: nothing was."""
    state: Mapped[CommitmentState]
    made_at: Mapped[datetime]
    told_at: Mapped[datetime | None]
    """Instant at which its authors were last told of progress; what comes within a week of it is gathered."""
    reported_at: Mapped[datetime | None]
    """Instant at which it was reported done, as long as nobody said otherwise."""
    asked_at: Mapped[datetime | None]
    """Instant since which the unit's request for another day waits for staff: nobody is late meanwhile; None: none."""
    ended_at: Mapped[datetime | None]
    """Instant at which nobody waited for it any longer."""

    unit: Mapped[HandlingUnit] = relationship(lazy="joined", innerjoin=True, foreign_keys=[unit_id])
    first_unit: Mapped[HandlingUnit | None] = relationship(lazy="joined", foreign_keys=[first_unit_id])
    steps: Mapped[list["CommitmentStep"]] = relationship(lazy="selectin", order_by="CommitmentStep.due_on")


class CommitmentStep(Base):
    """A step on the way to what is promised, with a day of its own."""

    __tablename__ = "commitment_step"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    commitment_id: Mapped[int] = mapped_column(ForeignKey("commitment.id"), index=True)
    what: Mapped[str]
    due_on: Mapped[date]
    done_at: Mapped[datetime | None]


class CommitmentReport(Base):
    """What a unit reported on a promise: progress, another day, or that it is done. Append-only."""

    __tablename__ = "commitment_report"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    commitment_id: Mapped[int] = mapped_column(ForeignKey("commitment.id"), index=True)
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    text: Mapped[str]
    """Words as its authors read them; of another day, the reason."""
    percent: Mapped[int | None]
    step_id: Mapped[int | None] = mapped_column(ForeignKey("commitment_step.id"))
    """The step that was ticked with it."""
    due_before: Mapped[date | None]
    """Day that was promised before; None: the day was not moved."""
    due_on: Mapped[date | None]
    """Day that is promised instead."""
    told: Mapped[bool] = mapped_column(default=False)
    """True once its authors were told."""


class Concern(Base):
    """An opinion that waits for what is promised, and its author's word on whether it was really done."""

    __tablename__ = "commitment_concern"
    __table_args__ = (UniqueConstraint("commitment_id", "opinion_id"),)

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    commitment_id: Mapped[int] = mapped_column(ForeignKey("commitment.id"))
    opinion_id: Mapped[int] = mapped_column(ForeignKey("opinion.id"), index=True)
    asked_at: Mapped[datetime | None]
    """Instant at which its author was asked, the last time."""
    done: Mapped[Done | None]
    """Newest answer; None: none yet, or it was asked anew."""
    ended_at: Mapped[datetime | None]
    """Instant since which it waits no longer."""
