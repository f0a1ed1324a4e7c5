"""Messages to officers of handling units about what is referred to them. They never learn who wrote it."""

from collections.abc import Awaitable, Callable, Mapping

from handlers.conversation.outgoing import Outgoing
from handlers.conversation.screen import Button, Screen
from handlers.conversation.texts import Html, Translator, bold, join, quote
from handlers.core.casework.content import files_of, words_of
from handlers.core.casework.events import CaseMoved
from handlers.core.workdays.days import calendar
from handlers.notifications.readers import to_unit
from handlers.notifications.to_representative import has_more_time, no_more_time, taken_back_by_author
from handlers.presentation.callbacks import OpenReferred
from handlers.presentation.due_days import due_day
from handlers.presentation.history import shown
from handlers.presentation.names import person_name
from handlers.presentation.rounds import begun
from storage.models.people import Person
from storage.queries import opinions, people, supporting
from storage.vocabulary import Action, Lane, Role, Stage


async def referred(out: Outgoing, moved: CaseMoved) -> None:
    """A new referral, with the remark."""
    referral, opinion, days = moved.referral, moved.opinion, await calendar(out)
    if referral is None:
        return
    remark, files = words_of(moved.step.said), files_of(moved.step.said)
    opening = await opinions.opening(out.session, opinion)

    def headline(t: Translator) -> Html:
        unit = t.named(referral.unit)
        head = t("🏢 Referred to {unit}: {reference}", unit=unit, reference=bold(opinion.reference))
        return join([head, begun(t, opinion, opening, days), shown(t, remark, files)])

    def until(t: Translator) -> Html:
        return t("Please take it or return it by {day}.", day=due_day(t, referral.accept_due_at, days))

    await to_unit(out, opinion, referral.unit_id, headline, until)


async def sent_back(out: Outgoing, moved: CaseMoved) -> None:
    """Their reply does not do, and why."""
    opinion, why, days = moved.opinion, moved.step.why or "", await calendar(out)
    due_at = opinion.due_at

    def headline(t: Translator) -> Html:
        return join([t("↩️ {reference}: your reply was sent back:", reference=bold(opinion.reference)), quote(why)])

    def until(t: Translator) -> Html:
        return t("Please reply again by {day}.", day=due_day(t, due_at, days))

    if opinion.unit_id is not None:
        await to_unit(out, opinion, opinion.unit_id, headline, until)


async def passed_on(out: Outgoing, moved: CaseMoved) -> None:
    """Their reply went out."""
    opinion = moved.opinion
    if moved.unit_before is not None:
        await to_unit(
            out,
            opinion,
            moved.unit_before.id,
            lambda t: t("✅ {reference}: your reply was passed on to its author.", reference=bold(opinion.reference)),
        )


async def taken_back(out: Outgoing, moved: CaseMoved) -> None:
    """Staff gave the case to a representative: they need not do anything more about it."""
    opinion = moved.opinion
    if moved.unit_before is not None:
        await to_unit(
            out,
            opinion,
            moved.unit_before.id,
            lambda t: t(
                "Staff have taken {reference} back; you need not do anything more about it.",
                reference=bold(opinion.reference),
            ),
        )


async def taken_back_by_representative(out: Outgoing, moved: CaseMoved) -> None:
    """They let it lie, and the representative has it again."""
    opinion, unit, why = moved.opinion, moved.unit_before, moved.step.why or ""
    if unit is not None:
        await to_unit(
            out,
            opinion,
            unit.id,
            lambda t: join(
                [
                    t(
                        "The representative has taken {reference} back; you need not do anything more about it:",
                        reference=bold(opinion.reference),
                    ),
                    quote(why),
                ]
            ),
        )


async def withdrawn(out: Outgoing, moved: CaseMoved) -> None:
    """The author took it back."""
    if moved.unit_before is not None:
        await to_unit(out, moved.opinion, moved.unit_before.id, taken_back_by_author(moved.opinion))


async def granted(out: Outgoing, moved: CaseMoved) -> None:
    """They asked for more time and have it, or staff gave it while it is their turn."""
    extension, opinion = moved.extension, moved.opinion
    theirs = extension is not None and (
        extension.by_role is Role.UNIT or (extension.by_role is Role.STAFF and opinion.stage is Stage.REFERRED)
    )
    if extension is not None and theirs and opinion.unit_id is not None:
        await to_unit(out, opinion, opinion.unit_id, has_more_time(opinion, extension, await calendar(out)))


async def refused(out: Outgoing, moved: CaseMoved) -> None:
    """They asked for more time and do not get it."""
    extension, unit_id = moved.extension, moved.opinion.unit_id
    if extension is not None and extension.by_role is Role.UNIT and unit_id is not None:
        await to_unit(out, moved.opinion, unit_id, no_more_time(moved.opinion, extension, await calendar(out), out.now))


async def held(out: Outgoing, moved: CaseMoved) -> None:
    """A reply waits for the chief."""
    opinion, referral, by = moved.opinion, moved.referral, moved.step.by
    words, files = words_of(moved.step.said), files_of(moved.step.said)
    if referral is None:
        return
    for person in await people.chiefs_of(out.session, referral.unit_id):
        t = out.t(person)
        head = t("🔏 {name} has replied to {reference}; it waits for your release:",
                 name=person_name(t, by) if by is not None else "", reference=bold(opinion.reference))  # fmt: skip
        out.tell(
            person,
            Screen(join([head, shown(t, words, files)]), [[Button(t("Open"), OpenReferred(opinion=opinion.id))]]),
            lane=Lane.STAFF,
            opinion_id=opinion.id,
        )


async def given_back(out: Outgoing, moved: CaseMoved) -> None:
    """The chief wants a better reply: the officers read why."""
    opinion, why = moved.opinion, moved.step.why or ""

    def words(t: Translator) -> Html:
        head = t("↩️ {reference}: the chief gives the reply back:", reference=bold(opinion.reference))
        return join([head, quote(why)])

    if opinion.unit_id is not None:
        await to_unit(out, opinion, opinion.unit_id, words, but=moved.step.by)


async def reassigned(out: Outgoing, moved: CaseMoved) -> None:
    """Say who is in charge now; whoever it is reads that it is them."""
    opinion, officer = moved.opinion, moved.step.officer

    def own(t: Translator) -> Html:
        return t("👤 You are in charge of {reference} now.", reference=bold(opinion.reference))

    def words(t: Translator) -> Html:
        name = person_name(t, officer) if officer is not None else ""
        return t("👤 {name} is in charge of {reference} now.", name=name, reference=bold(opinion.reference))

    if opinion.unit_id is not None and officer is not None:
        await to_unit(out, opinion, opinion.unit_id, words, but=moved.step.by, own={officer.id: own})


async def released_by_chief(out: Outgoing, moved: CaseMoved) -> None:
    """Whoever wrote a reply hears that it has left the unit."""
    opinion, referral, by = moved.opinion, moved.referral, moved.step.by
    if moved.step.role is not Role.UNIT or referral is None or by is None:
        return
    if referral.held_by_id is not None and referral.held_by_id != by.id:
        writer = await out.session.get_one(Person, referral.held_by_id)
        t = out.t(writer)
        text = t("✅ {reference}: the chief has released the reply.", reference=bold(opinion.reference))
        screen = Screen(text, [[Button(t("Open"), OpenReferred(opinion=opinion.id))]])
        out.tell(writer, screen, lane=Lane.STAFF, opinion_id=opinion.id)


async def support_asked(out: Outgoing, moved: CaseMoved) -> None:
    """The unit that is asked learns what is wanted by when; the lead that another unit supports it."""
    opinion, unit, lead, why = moved.opinion, moved.step.unit, moved.opinion.unit, moved.step.why
    if unit is None or lead is None:
        return
    days, owed = await calendar(out), await supporting.waiting_of(out.session, opinion.id, [unit.id])

    def asked(t: Translator) -> Html:
        head = t("🤝 {unit} is asked to support {lead} with {reference}.", unit=t.named(unit), lead=t.named(lead),
                 reference=bold(opinion.reference))  # fmt: skip
        return join([head, quote(why) if why else ""])

    def until(t: Translator) -> Html:
        return t("Please write your part by {day}.", day=due_day(t, owed.due_at if owed is not None else None, days))

    await to_unit(out, opinion, unit.id, asked, until)
    if moved.step.role is not Role.UNIT:
        await to_unit(
            out,
            opinion,
            lead.id,
            lambda t: t("🤝 {unit} supports you with {reference}.", unit=t.named(unit), reference=opinion.reference),
        )


async def author_asked(out: Outgoing, moved: CaseMoved) -> None:
    """The representative asked the author while the unit has it."""
    opinion, words = moved.opinion, words_of(moved.step.said)
    reference = bold(opinion.reference)
    if moved.step.role is Role.REPRESENTATIVE and opinion.unit_id is not None:
        await to_unit(
            out,
            opinion,
            opinion.unit_id,
            lambda t: join([t("❓ {reference}: its author was asked:", reference=reference), quote(words)]),
        )


async def supported(out: Outgoing, moved: CaseMoved) -> None:
    """The lead reads the part of a unit that supports it."""
    opinion, unit = moved.opinion, moved.step.unit
    words, files = words_of(moved.step.said), files_of(moved.step.said)

    def said(t: Translator) -> Html:
        name = t.named(unit) if unit is not None else ""
        head = t("🤝 {unit} has written its part on {reference}:", unit=name, reference=bold(opinion.reference))
        return join([head, shown(t, words, files)])

    if opinion.unit_id is not None:
        await to_unit(out, opinion, opinion.unit_id, said)


async def released(out: Outgoing, moved: CaseMoved) -> None:
    """Nothing more is wanted of those who still owed a part."""
    reference = bold(moved.opinion.reference)
    for one in moved.released:
        await to_unit(
            out,
            moved.opinion,
            one.unit_id,
            lambda t: t("{reference}: your part is no longer needed. Thank you.", reference=reference),
        )


TOLD: Mapping[Action, Callable[[Outgoing, CaseMoved], Awaitable[None]]] = {
    Action.REFER: referred,
    Action.ASK_SUPPORT: support_asked,
    Action.ASK: author_asked,
    Action.SUPPORT: supported,
    Action.SEND_BACK: sent_back,
    Action.HOLD: held,
    Action.GIVE_BACK: given_back,
    Action.REASSIGN: reassigned,
    Action.REPLY: released_by_chief,
    Action.PASS_ON: passed_on,
    Action.ASSIGN: taken_back,
    Action.TAKE_BACK: taken_back_by_representative,
    Action.WITHDRAW: withdrawn,
    Action.GRANT_EXTENSION: granted,
    Action.EXTEND: granted,
    Action.REFUSE_EXTENSION: refused,
}
