"""Who is told what when more time is asked for, granted or refused."""

from handlers.conversation.outgoing import Outgoing
from handlers.conversation.screen import Button, Screen
from handlers.conversation.texts import Html, Translator, bold, join, quote
from handlers.core.workdays.days import calendar
from handlers.core.workdays.rules import Calendar
from handlers.notifications import casework
from handlers.notifications.casework import Words
from handlers.presentation import extensions as screens
from handlers.presentation.callbacks import OpenScreening
from handlers.presentation.due_days import due_day
from storage.models import Extension, Opinion
from storage.queries import opinions, people
from storage.vocabulary import Lane, Role, Stage


def to_decide(t: Translator, opinion: Opinion, extension: Extension, days: Calendar) -> Screen:
    """A request with the keys that decide it."""
    rows = [screens.decisions(t, opinion), [Button(t("Open"), OpenScreening(opinion=opinion.id))]]
    return Screen(screens.asked(t, opinion, extension, days), rows)


async def asked(out: Outgoing, opinion: Opinion, extension: Extension) -> None:
    """The staff of its station have to decide."""
    days = await calendar(out)
    for person in await people.staff_of(out.session, opinion.station_id):
        screen = to_decide(out.t(person), opinion, extension, days)
        out.tell(person, screen, lane=Lane.STAFF, opinion_id=opinion.id)


async def granted(out: Outgoing, opinion: Opinion, extension: Extension) -> None:
    """Who asked learns until when; so does the representative who waits for a unit; its author learns why it takes
    longer, and those whose opinions are handled with it."""
    days = await calendar(out)

    def words(t: Translator) -> Html:
        day = due_day(t, extension.until, days)
        return t("✅ {reference} has more time: until {day}.", reference=bold(opinion.reference), day=day)

    if extension.by_role is Role.UNIT and opinion.unit_id is not None:
        await casework.to_unit(out, opinion, opinion.unit_id, words)
        await casework.to_representative(out, opinion, lambda t: _unit_has_longer(t, opinion, extension, days))
    else:
        await casework.to_representative(out, opinion, words)
    for concerned in [opinion, *await opinions.merged_into(out.session, opinion.id)]:
        casework.to_constituent(out, concerned, _takes_longer(concerned.reference, opinion, extension, days))


def _unit_has_longer(t: Translator, opinion: Opinion, extension: Extension, days: Calendar) -> Html:
    facts = {"unit": screens.asker(t, opinion, extension), "day": due_day(t, extension.until, days)}
    head = t(
        "⏳ {reference}: {unit} has more time, until {day}. They wrote:", reference=bold(opinion.reference), **facts
    )
    return join([head, quote(extension.why)])


def _takes_longer(reference: str, opinion: Opinion, extension: Extension, days: Calendar) -> Words:
    def words(t: Translator) -> Html:
        facts = {
            "name": opinion.representative.name if opinion.representative is not None else "",
            "unit": t.named(opinion.unit) if opinion.unit is not None else "",
            "day": bold(due_day(t, extension.until, days)),
        }
        if opinion.stage is Stage.REFERRED:
            until = t("{unit} now has until {day}.", **facts)
        elif opinion.stage is Stage.REPLIED:
            until = t("{name} checks the reply of {unit} until {day}.", **facts)
        else:
            until = t("Representative {name} now answers by {day}.", **facts)
        head = t("⏳ {reference} takes longer than we told you; we are sorry.", reference=bold(reference))
        return join(
            [head, until, t("The reason:"), quote(extension.why), t("You need not do anything: the answer comes here.")]
        )

    return words


async def refused(out: Outgoing, opinion: Opinion, extension: Extension) -> None:
    """Who asked learns why, and that the due day stays."""
    days = await calendar(out)

    def words(t: Translator) -> Html:
        facts = {"reference": bold(opinion.reference), "day": due_day(t, opinion.due_at, days)}
        return join(
            [t("✋ No more time for {reference}; it stays due {day}:", **facts), quote(extension.refusal or "")]
        )

    if extension.by_role is Role.UNIT and opinion.unit_id is not None:
        await casework.to_unit(out, opinion, opinion.unit_id, words)
    else:
        await casework.to_representative(out, opinion, words)
