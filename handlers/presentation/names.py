"""Names of stages, levels and ratings, as people read them."""

from collections.abc import Iterable

from handlers.conversation.texts import N_, Html, Translator
from handlers.core.directory.sitting import HasNames, Named
from handlers.core.reception.rosters import Seated
from handlers.core.reception.rules import Attendance, Reach
from storage.models.directory import Representative, Station
from storage.models.people import Person
from storage.queries import opinions
from storage.queries.opinions import Queue
from storage.vocabulary import Satisfaction

SATISFACTION_LABELS = {
    Satisfaction.SATISFIED: N_("😀 Satisfied"),
    Satisfaction.MOSTLY: N_("🙂 Mostly"),
    Satisfaction.HALF: N_("🌓 Half done"),
    Satisfaction.DISSATISFIED: N_("🙁 Dissatisfied"),
}
HANDLING_LABELS = {
    Satisfaction.SATISFIED: N_("👍 Well"),
    Satisfaction.MOSTLY: N_("👌 Fairly"),
    Satisfaction.DISSATISFIED: N_("👎 Badly"),
}
"""The same of how a unit handled something, by a representative."""
ATTENDANCE_MARKS = {
    Attendance.AWAITED: N_("• {name}"),
    Attendance.CAME: N_("✅ {name}"),
    Attendance.LATE: N_("🕘 {name}, late"),
    Attendance.RECORDED: N_("✅ {name}, recorded by staff"),
    Attendance.ABSENT: N_("❌ {name} did not check in"),
    Attendance.UNTOLD: N_("💤 {name}: no word could reach them in the bot"),
}
REACH_MARKS = {Reach.TOLD: "", Reach.SILENT: "🔕 ", Reach.NOT_JOINED: "💤 "}
"""Before the name of who cannot be told in the bot."""
UNTOLD_YET = {
    Reach.SILENT: N_("🔕 {name} cannot be reached in the bot"),
    Reach.NOT_JOINED: N_("💤 {name} is not in the bot yet"),
}
"""The same while they are awaited."""
LEVEL_NAMES = {
    "township": N_("township"),
    "county": N_("county"),
    "municipal": N_("municipal"),
    "provincial": N_("provincial"),
}
STAGE_NAMES = {
    "submitted": N_("being screened"),
    "assigned": N_("with the representative"),
    "waiting": N_("waiting for the constituent"),
    "referred": N_("with the handling unit"),
    "replied": N_("reply being checked"),
    "answered": N_("answered"),
    "supervised": N_("supervised by staff"),
    "implementing": N_("being carried out"),
    "closed": N_("closed"),
    "declined": N_("declined"),
    "merged": N_("merged"),
    "withdrawn": N_("withdrawn"),
}
OWN_STAGE_NAMES = {**STAGE_NAMES, "waiting": N_("waiting for your answer")}
"""The same, as its author reads them."""


def level_name(t: Translator, representative: Representative) -> Html:
    """The level of the congress, in words."""
    return t(LEVEL_NAMES[representative.level.value])


def attendance_line(t: Translator, one: Seated) -> Html:
    """Somebody on a roster, and how they stand."""
    awaited = UNTOLD_YET.get(one.reach) if one.attendance is Attendance.AWAITED else None
    return t(awaited or ATTENDANCE_MARKS[one.attendance], name=t.named(one))


def has_namesake(t: Translator, one: Named, found: Iterable[Named]) -> bool:
    """True if another of those found, on whatever page, reads alike."""
    return any(other.id != one.id and t.named(other) == t.named(one) for other in found)


def beside_name(t: Translator, one: Representative, found: Iterable[Named]) -> str:
    """Facts that tell a representative apart from a namesake among all that were found; empty if there is none."""
    if not has_namesake(t, one, found):
        return ""
    return "".join(f" · {fact}" for fact in (one.code, one.constituency, t.named(one.station)))


def both_names(one: HasNames) -> str:
    """Names by which a thing of the directory is found."""
    return f"{one.name} · {one.name_en or ''}"


def person_name(t: Translator, person: Person) -> str:
    """Name of somebody on Telegram."""
    return person.name or t("somebody without a name").plain


def in_queue(t: Translator, queue: Queue) -> list[Html]:
    """Lines of what waits for staff, one for each thing that they are to do; none where nothing waits."""
    new, declines, extensions, units, supervised = queue
    lines = [
        (new, t.plural("🔎 {count} opinion to screen", "🔎 {count} opinions to screen", new, count=capped(new))),
        (
            declines,
            t.plural(
                "🙋 {count} proposal to decline", "🙋 {count} proposals to decline", declines, count=capped(declines)
            ),
        ),
        (
            extensions,
            t.plural(
                "⏳ {count} request for more time",
                "⏳ {count} requests for more time",
                extensions,
                count=capped(extensions),
            ),
        ),
        (
            units,
            t.plural("🏢 {count} unit to decide on", "🏢 {count} units to decide on", units, count=capped(units)),
        ),
        (
            supervised,
            t.plural(
                "🛟 {count} opinion to supervise",
                "🛟 {count} opinions to supervise",
                supervised,
                count=capped(supervised),
            ),
        ),
    ]
    return [words for n, words in lines if n]


def supervisors(t: Translator, station: Station | None) -> Html:
    """The office that supervises what no round solved, as its author reads it."""
    return t("the county office") if station is None else t("{name}", name=t.named(station))


def capped(n: int) -> str:
    """A number that was counted no further than to `COUNTED`."""
    return str(n) if n < opinions.COUNTED else f"{opinions.COUNTED - 1}+"
