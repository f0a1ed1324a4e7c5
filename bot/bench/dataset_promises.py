"""Promises in the data set: a fifth of all opinions have one, more than half of those still to be kept."""

from datetime import timedelta

from sqlalchemy import Connection, Date, case, func, literal
from sqlalchemy.sql.elements import ColumnElement

from bot.bench.dataset_rows import LONG_AGO, NOW, i, type_of, write
from storage.models.commitments import Commitment, CommitmentReport, CommitmentStep, Concern
from storage.models.directory import HandlingUnit
from storage.models.opinions import Due, Entry, Event, Referral
from storage.models.supervision import Supervision, Supervisor
from storage.vocabulary import Action, CommitmentState, Done, EntryKind, Outcome, Role, Stage

UNITS = 60
"""Handling units of a county: whatever its opinions, these do not grow."""
KEPT = 9
"""Of a hundred opinions: closed, with a promise that was kept."""
PERCENT, WATCHED_ONE_IN, MOVED_ONE_IN = 40, 997, 13
"""How far the open ones are; one in so many opinions is supervised, of one in so many promises the day was moved."""
WORDS = "It is promised: new lamps are put up along the whole road, and the old ones are taken away."

unit: ColumnElement[int] = i * 7919 % UNITS + 1


def plus_days(days: ColumnElement[int]) -> ColumnElement[object]:
    """The day so many days from now."""
    return func.date(NOW.strftime("%F"), func.printf("%+d days", days), type_=Date())


promised_for = case((i % 10 == 0, plus_days(-(i % 60) - 1)), else_=plus_days(i % 300 + 1))
"""One in ten is late."""
due_at = promised_for.op("||")(" 15:59:59.000000")


def units(connection: Connection) -> None:
    """All of them."""
    write(connection, HandlingUnit, {
        "id": i + 1, "code": func.printf("U%d", i), "name": func.printf("第%d局", i),
        "name_en": func.printf("Bureau %d", i),
    }, UNITS)  # fmt: skip


def with_units(connection: Connection, stands: ColumnElement[Stage]) -> None:
    """Referrals of what is with a unit now."""
    _refer(connection, stands == Stage.REFERRED, None)


def promises(
    connection: Connection, stands: ColumnElement[Stage], kept: ColumnElement[bool], later: object, stations: int
) -> None:
    """Promises of what is implemented, and of some that are closed, with their reports and what falls due."""
    is_open = stands == Stage.IMPLEMENTING
    of = is_open | kept
    ended = case((kept, literal(LONG_AGO + timedelta(days=90), type_of(Referral, "ended_at"))))
    _refer(connection, of, LONG_AGO)
    state = type_of(Commitment, "state")
    write(connection, Commitment, {
        "id": i + 1, "referral_id": i + 1, "opinion_id": i + 1, "round": 1, "unit_id": unit,
        "station_id": i % stations + 1, "what": WORDS, "due_on": promised_for, "first_due_on": promised_for,
        "moves": case((i % MOVED_ONE_IN == 0, 1), else_=0), "percent": PERCENT,
        "state": case((is_open, literal(CommitmentState.OPEN, state)), else_=literal(CommitmentState.CONFIRMED, state)),
        "made_at": LONG_AGO, "ended_at": ended,
    }, None, of)  # fmt: skip
    said = literal(Done.YES, type_of(Concern, "done"))
    write(connection, Concern, {
        "commitment_id": i + 1, "opinion_id": i + 1, "done": case((kept, said)), "ended_at": ended,
    }, None, of)  # fmt: skip
    write(
        connection, CommitmentStep, {"commitment_id": i + 1, "what": "dig the trench", "due_on": promised_for}, None, of
    )
    for percent in (20, PERCENT):
        write(connection, CommitmentReport, {
            "commitment_id": i + 1, "at": LONG_AGO, "text": WORDS, "percent": percent, "told": True,
        }, None, of)  # fmt: skip
    write(connection, Entry, {
        "opinion_id": i + 1, "round": 1, "at": LONG_AGO, "author_role": Role.UNIT, "kind": EntryKind.PASSED_ON,
        "text": WORDS, "referral_id": i + 1,
    }, None, of)  # fmt: skip
    write(connection, Event, {
        "opinion_id": i + 1, "at": LONG_AGO, "round": 1, "actor_role": Role.REPRESENTATIVE,
        "action": Action.PASS_ON, "stage_after": Stage.ANSWERED, "unit_id": unit,
    }, None, of)  # fmt: skip
    write(connection, Due, {
        "kind": "promise.progress", "subject_id": i + 1, "due_at": later,
        "once": func.printf("promise.progress:%d", i + 1),
    }, None, is_open)  # fmt: skip


def supervisions(connection: Connection, stands: ColumnElement[Stage], first_supervisor: int, many: int) -> None:
    """Some of what is implemented, each supervised by one of so many people: the staff of its station."""
    some = (stands == Stage.IMPLEMENTING) & (i % WATCHED_ONE_IN == 0)
    write(connection, Supervision, {
        "id": i + 1, "opinion_id": i + 1, "kind": "key_item", "expected": WORDS, "due_on": promised_for,
        "begun_at": LONG_AGO,
    }, None, some)  # fmt: skip
    write(connection, Supervisor, {"supervision_id": i + 1, "person_id": i % many + first_supervisor}, None, some)


def _refer(connection: Connection, of: ColumnElement[bool], replied: object) -> None:
    later = NOW + timedelta(days=9)
    over = {
        "replied_at": replied, "passed_on_at": replied, "ended_at": replied, "outcome": Outcome.B,
        "planned_for": promised_for,
    } if replied is not None else {}  # fmt: skip
    write(connection, Referral, {
        "id": i + 1, "opinion_id": i + 1, "round": 1, "unit_id": unit, "at": LONG_AGO, "accept_due_at": later,
        "accepted_at": LONG_AGO, "reply_due_at": later, **over,
    }, None, of)  # fmt: skip
