"""The judge: what should have been said, worked out from the diary, against what was said."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from tests.year.clocks import ASKED, REMINDED_AT, WITH_STAFF, WITH_UNIT, Clock, Waits, asked_again, closes, given_up
from tests.year.days import DAY, ZONE, after, at, day_of, is_working, on_or_after
from tests.year.diary import Deed, Diary, Did
from tests.year.town import BUREAUS, Town
from tests.year.transcript import Said

EARLIEST, LATEST = (7, 0), (19, 0)
PUNCTUAL = timedelta(minutes=5)
"""So long after its minute something still comes in time: the bot sends one after the other."""
AWAITED = timedelta(minutes=5)
"""Around a deed, what follows from it is looked for."""

Line = tuple[str, datetime, str]
"""To whom, at which minute, the first line."""


def written(day: date) -> str:
    """A day as the bot writes it."""
    return f"{day:%a} {day.day} {day:%b %Y}"


def nights(said: Iterable[Said], diary: Diary) -> Iterator[str]:
    """What came by itself at night, in the evening, or on a day off."""
    for one in said:
        by_day = EARLIEST <= one.minute < LATEST and is_working(one.day)
        if not by_day and not any(begun - PUNCTUAL <= one.at <= ended + PUNCTUAL for begun, ended in diary.busy):
            yield f"out of hours, {one.at:%a %d %b %H:%M}, {one.to}: {one.text[:80]!r}"


def reminders(
    said: Iterable[Said], due: list[Clock], diary: Diary, town: Town, end: date, more: Iterable[Line] = ()
) -> Iterator[str]:
    """Each due thing is reminded of in time and once, `more` with them, and nothing else is."""
    expected = Counter([*_of_clocks(due, town, end), *_of_questions(due, end), *_of_drafts(diary, end)])
    expected.update([*_of_ratings(due, end), *_of_judging(due, town, end), *_of_supervision(due), *more])
    expected = _gathered(expected)
    seen = Counter(
        (one.to, _on_time(one.at), _REMAINDER.sub("", one.first))
        for one in said
        if one.is_new and (_REMINDS.search(one.first) or _asks_again(one))
    )
    for (to, moment, line), times in sorted((expected - seen).items()):
        yield f"{times} missing, {moment:%a %d %b %H:%M}, {to}: {line}"
    for (to, moment, line), times in sorted((seen - expected).items()):
        yield f"{times} too many, {moment:%a %d %b %H:%M}, {to}: {line}"


FEW = 3
"""Up to so many on one morning are said one by one."""
TOGETHER = {
    "act": ("half of the time has passed|is due on the next working day|is due today,|Please act on it now",
            "{n} cases call for you, the most urgent first:"),
    "above": ("twice as long as it should", "{n} cases wait twice as long as they should:"),
    "questions": ("a question still waits", "{n} questions wait for your answer:"),
    "answers": (r"is answered\. Are you satisfied", "{n} answers wait for your rating:"),
    "requests": ("asks for more time for", "{n} requests for more time wait for your decision:"),
}  # fmt: skip
"""What is said at once where it is more: of which lines, and with which words."""


def _gathered(expected: Counter[Line]) -> Counter[Line]:
    """Of many lines of a kind to somebody on one morning, one that says how many they are."""
    found: Counter[Line] = Counter()
    many: Counter[tuple[str, datetime, str]] = Counter()
    for (to, moment, line), times in expected.items():
        kind = next((kind for kind, (pattern, _) in TOGETHER.items() if re.search(pattern, line)), "")
        many[to, moment, kind] += times
    for (to, moment, line), times in expected.items():
        kind = next((kind for kind, (pattern, _) in TOGETHER.items() if re.search(pattern, line)), "")
        n = many[to, moment, kind]
        if not kind or n <= FEW:
            found[to, moment, line] += times
            continue
        found[to, moment, _together(kind, to).format(n=n)] = 1
    return found


def _together(kind: str, to: str) -> str:
    """How a kind is said at once to an officer, a representative or another."""
    words = TOGETHER[kind][1]
    if kind == "act" and to.startswith("Officer"):
        return words.replace("for you", "for your unit")
    if kind == "above" and to.startswith("Deputy"):
        return words.replace(":", " with their units; you can take them back:")
    return words


_REMINDS = re.compile(
    r"cases call for you|cases wait twice as long|questions wait for your answer:|answers wait for your rating:"
    r"|requests for more time wait"
    r"|half of the time has passed|is due on the next working day|is due today,|late\. Please act on it now"
    r"|twice as long as it should|a question still waits|is answered\. Are you satisfied"
    r"|how far is what you promised by|what you promised was due on|says that it has done what it promised\."
    r"|carries out what it promised by|is closed: reported done|takes it in hand itself, as you"
    r"|What you expect under supervision is due"
    r"|is closed now|no answer came to your question|no answer to the question came|began an opinion and did not send"
)


def _asks_again(one: Said) -> bool:
    """Staff read a request a second time: nobody asks for anything at nine."""
    return (
        "asks for more time for" in one.first
        and at(one.day, REMINDED_AT) <= one.at < at(one.day, REMINDED_AT) + PUNCTUAL
    )


_REMAINDER = re.compile(
    r"((?<=is closed now\.)|(?<=no answer to the question came)|(?<=takes it in hand itself), as).*"
)
"""What else closing lines say: whether it can be reopened, who goes on without an answer and until when."""


def _on_time(moment: datetime) -> datetime:
    """The nine o'clock to which a message belongs; if it came at another time, that."""
    nine = at(day_of(moment), REMINDED_AT)
    return nine if nine <= moment < nine + PUNCTUAL else moment


def _of_clocks(due: list[Clock], town: Town, end: date) -> Iterator[Line]:
    for clock in due:
        if clock.waits is Waits.TELLING or clock.waits in ASKED:
            continue
        if clock.waits not in WITH_STAFF:  # staff get a list: see `screening`
            for day, occasion in clock.occasions(end):
                for to in holders(clock, town):
                    yield to, at(day, REMINDED_AT), _line(clock, occasion)
        if (morning := clock.escalation(end)) is not None:
            for to in [town.admin.name] if clock.waits in WITH_STAFF else [one.name for one in town.clerks]:
                yield to, at(morning, REMINDED_AT), _very_late(clock)
            if clock.waits in WITH_UNIT:  # who referred it may take it back
                yield clock.representative, at(morning, REMINDED_AT), _very_late(clock)


def holders(clock: Clock, town: Town) -> list[str]:
    """Who has to act."""
    return [one.name for one in town.officers_of(int(clock.whom))] if clock.waits in WITH_UNIT else [clock.whom]


SHOULD = {
    Waits.ANSWER: "answer by {day}",
    Waits.ACCEPTANCE: "take it or return it by {day}",
    Waits.REPLY: "reply by {day}",
    Waits.CHECK: "check the reply by {day}: pass it on, or send it back",
}
"""What whoever must act is asked at half-time."""


def _line(clock: Clock, occasion: str) -> str:
    reference, day = clock.reference, written(clock.due)
    match occasion.split():
        case ["half"]:
            return f"{reference}: half of the time has passed. Please {SHOULD[clock.waits].format(day=day)}."
        case ["before"]:
            return f"{reference} is due on the next working day, {day}."
        case ["day"]:
            return f"{reference} is due today, {day}."
        case [_, late]:
            how = "1 working day" if late == "1" else f"{late} working days"
            return f"{reference} was due {day}: it is {how} late. Please act on it now."
    raise AssertionError(occasion)


STAFF_OWE = {Waits.SCREENING: "waits to be screened", Waits.SUPERVISION: "waits for its supervision"}


def _very_late(clock: Clock) -> str:
    name = f"{BUREAUS[int(clock.whom)]} Bureau" if clock.waits in WITH_UNIT else clock.whom
    what = f"waits for {name}" if name else STAFF_OWE[clock.waits]
    return f"{clock.reference} {what}, twice as long as it should; it was due {written(clock.due)}."


def _of_questions(due: list[Clock], end: date) -> Iterator[Line]:
    """Reminded once, then given up."""
    for clock in due:
        if clock.waits is Waits.TELLING:
            reminder = at(after(day_of(clock.begun), 5), REMINDED_AT)
            if clock.runs(reminder) and day_of(reminder) <= end:
                text = f"{clock.reference}: a question still waits for your answer. Reply to this message."
                yield clock.whom, reminder, text
            if clock.ended == given_up(clock) and day_of(clock.ended) <= end:
                yield clock.representative, clock.ended, f"{clock.reference}: no answer came to your question."
                yield clock.whom, clock.ended, f"{clock.reference}: no answer to the question came"


def _of_ratings(due: list[Clock], end: date) -> Iterator[Line]:
    """Reminded once, then closed."""
    for clock in due:
        if clock.waits is not Waits.RATING:
            continue
        reminder = asked_again(clock)
        text = f"{clock.reference} is answered. Are you satisfied? One tap is enough."
        if clock.runs(reminder) and day_of(reminder) <= end:
            yield clock.whom, reminder, text
        if clock.ended == closes(clock) and day_of(clock.ended) <= end:
            yield clock.whom, clock.ended, _silence(clock)


def _silence(clock: Clock) -> str:
    """What it means: the end, or that what was promised is awaited."""
    if clock.promised is None:
        return f"{clock.reference} is closed now."
    name, day = BUREAUS[int(clock.unit)], written(clock.promised)
    return (
        f"{clock.reference}: now {name} Bureau carries out what it promised by {day}. You hear here how it goes, and "
        "you are asked whether it was really done."
    )


def _of_judging(due: list[Clock], town: Town, end: date) -> Iterator[Line]:
    """Was it really done? Asked once more, then closed as reported done and not confirmed."""
    for clock in due:
        if clock.waits is not Waits.JUDGING:
            continue
        unit, reminder = BUREAUS[int(clock.unit)], asked_again(clock)
        if clock.runs(reminder) and day_of(reminder) <= end:
            yield clock.whom, reminder, f"{clock.reference}: {unit} Bureau says that it has done what it promised."
        if clock.ended == closes(clock) and day_of(clock.ended) <= end:
            yield clock.whom, clock.ended, f"{clock.reference} is closed now."
            for one in town.officers_of(int(clock.unit)):
                text = "is closed: reported done, and not confirmed by its author."
                yield one.name, clock.ended, f"{clock.reference} {text}"


def _of_supervision(due: list[Clock]) -> Iterator[Line]:
    """Who gave no reason learns on the next morning who has it now."""
    voters = {clock.reference: clock.whom for clock in due if clock.waits is Waits.RATING}
    for clock in due:
        if clock.waits is Waits.SUPERVISION and clock.begun == at(day_of(clock.begun), REMINDED_AT):
            yield voters[clock.reference], clock.begun, f"{clock.reference}: Station takes it in hand itself"


def _of_drafts(diary: Diary, end: date) -> Iterator[Line]:
    for draft in diary.drafts:
        reminder = at(on_or_after(day_of(draft.left + 2 * DAY)), REMINDED_AT)
        if (draft.dropped is None or reminder < draft.dropped) and day_of(reminder) <= end:
            yield draft.who, reminder, "You began an opinion and did not send it. It is kept:"


def moves(said: list[Said], diary: Diary, due: list[Clock]) -> Iterator[str]:
    """Every constituent gets a receipt, and is told of each move."""
    sent_by = {deed.reference: deed.who for deed in diary.deeds if deed.did is Did.SENT}
    has = {(clock.reference, clock.begun): clock for clock in due}
    to_whom: dict[str, list[Said]] = {}
    for one in said:
        to_whom.setdefault(one.to, []).append(one)
    for deed in diary.deeds:
        words = _told(deed, has.get((deed.reference, deed.at)))
        voter = sent_by[deed.reference]
        if words and not any(abs(one.at - deed.at) < AWAITED and words in one.text for one in to_whom[voter]):
            yield f"{voter} is not told {words!r}, {deed.at.astimezone(ZONE):%a %d %b %H:%M}"


def _told(deed: Deed, clock: Clock | None) -> str:
    """What the constituent reads of it; empty where they did it themselves, or it happens between others."""
    reference, day = deed.reference, written(clock.due) if clock is not None else ""
    match deed.did:
        case Did.SENT:
            return f"Received: {reference}\nStaff look at it by {day};"
        case Did.ASSIGNED | Did.HANDED_OVER:
            late = clock is not None and clock.due < day_of(deed.at)
            said = f"The answer was due {day};" if late else f"You will hear from them by {day}."
            return f"{reference} is now with representative {deed.to}. {said}"
        case Did.DECLINED:
            return f"{reference} cannot be taken up here:"
        case Did.ASKED:
            return f"{reference}: your representative asks:"
        case Did.REFERRED:
            assert clock is not None
            assert clock.reply_by is not None
            by = written(clock.reply_by)
            return f"{reference} was passed to {BUREAUS[int(deed.to)]} Bureau. Their reply is due {by};"
        case Did.ANSWERED:
            return f"{reference}: representative {deed.who} answers:\nIt is seen to"
        case Did.PASSED_ON:
            return f"{reference}: representative {deed.who} passes this reply on to you:"
    return ""
