"""The home screen: what waits for a person, in each of their roles."""

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.conversation.callbacks import Go
from handlers.conversation.roles import stations_of
from handlers.conversation.screen import Button, Screen
from handlers.conversation.texts import N_, Html, bold, join, quote
from handlers.conversation.turn import Turn
from handlers.opinions import drafts
from handlers.opinions.callbacks import OpenMine
from handlers.opinions.news import capped
from handlers.people.words import office
from storage.queries import notices, opinions, own, referrals
from storage.queries.caseload import TO_DO
from storage.vocabulary import Role, Stage

router = Router(name="welcome.home")

LISTED = 4
"""So many questions, and so many answers, have a key of their own."""
UNDER_WAY = (Stage.SUBMITTED, Stage.ASSIGNED, Stage.REFERRED, Stage.REPLIED, Stage.MERGED)
"""It is others' turn."""
WAITING_FOR_ME = {Stage.WAITING: N_("❓ Answer: {reference}"), Stage.ANSWERED: N_("💬 Rate: {reference}")}


@router.callback_query(Go.filter(F.to == "home"))
async def go_home(query: CallbackQuery, turn: Turn, state: FSMContext) -> None:
    """Back to the home screen."""
    await state.set_state(None)
    turn.show(await home(turn))


@router.message(Command("home"))
async def home_command(message: Message, turn: Turn, state: FSMContext) -> None:
    """Leave what was being done and show the home screen."""
    await state.set_state(None)
    turn.show(await home(turn))


async def home(turn: Turn, headline: Html | None = None) -> Screen:
    """What waits, and the ways from here. `headline` stands above it."""
    t = turn.t
    where = t.named(turn.me.area) if turn.me.area else None
    lines, keys = await _waiting(turn)
    unfinished, its_keys = _unfinished(turn)
    text = [
        headline or bold(t("Huiyin: your line to your representative")),
        t("Your place: {place}", place=where) if where else t("You have not told me your place yet."),
        unfinished,
        *lines,
        *await _in_each_role(turn),
        t("Just write to me, and I will make an opinion of it."),
    ]
    return Screen(join(list(text), "\n\n"), [its_keys, *keys, *await _rows(turn)])


def _unfinished(turn: Turn) -> tuple[Html, list[Button]]:
    """What was left without saying where it belongs, else the draft, if there is one."""
    t, held, draft = turn.t, drafts.of(turn.conversation, "held"), drafts.of(turn.conversation)
    if held.parts:
        text = join([t("✍️ You wrote this, and I do not know yet where it belongs:"), quote(held.summary)])
        return text, [Button(t("Go on"), Go(to="held")), Button(t("🗑 Throw away"), Go(to="held-drop"))]
    if draft.parts:
        text = join([t("✍️ You have an unfinished opinion:"), quote(draft.summary)])
        return text, [Button(t("Go on"), Go(to="draft")), Button(t("🗑 Throw away"), Go(to="draft-drop"))]
    return Html(""), []


async def _waiting(turn: Turn) -> tuple[list[Html], list[list[Button]]]:
    """A line for each kind of thing that waits for the person, and a key for each thing they can settle."""
    t, lines, keys = turn.t, [], []
    counts = await opinions.counts_of_constituent(turn.session, turn.me.id)
    if questions := counts.get(Stage.WAITING, 0):
        lines.append(
            t.plural("❓ {n} question waits for your answer.", "❓ {n} questions wait for your answer.", questions)
        )
    if answers := counts.get(Stage.ANSWERED, 0):
        lines.append(t.plural("💬 {n} answer waits for your rating.", "💬 {n} answers wait for your rating.", answers))
    for stage, label in WAITING_FOR_ME.items():
        if counts.get(stage):
            found = await own.at_stages(turn.session, turn.me.id, [stage], LISTED)
            keys += [[Button(t(label, reference=one.reference), OpenMine(opinion=one.id))] for one in found]
    if under_way := sum(counts.get(stage, 0) for stage in UNDER_WAY):
        lines.append(
            t.plural("⏳ {n} opinion of yours is under way.", "⏳ {n} opinions of yours are under way.", under_way)
        )
    return lines, keys


async def _in_each_role(turn: Turn) -> list[Html]:
    """Who holds several roles sees what waits in each; for a single one the key says it."""
    t, grants = turn.t, turn.me.grants
    if len(grants) < 2:
        return []
    lines = []
    for grant in grants:
        if grant.role is Role.REPRESENTATIVE:
            n = await opinions.count_of_representatives(turn.session, [grant.representative_id or 0], TO_DO)
            said = t.plural("{n} case waits", "{n} cases wait", n)
        elif grant.role is Role.UNIT:
            n = await referrals.count_with(turn.session, [grant.unit_id or 0], [Stage.REFERRED])
            said = t.plural("{n} case waits", "{n} cases wait", n)
        else:
            n = await opinions.count_to_screen(turn.session, stations_of([grant]))
            said = t.plural("{n} opinion to screen", "{n} opinions to screen", n)
        lines.append(t("• As {office}: {waiting}", office=office(t, grant), waiting=said))
    return lines


async def _rows(turn: Turn) -> list[list[Button]]:
    t = turn.t
    rows = [
        [Button(t("✍️ Write an opinion"), Go(to="opinion"))],
        [Button(t("📋 My opinions"), Go(to="mine")), Button(t("👤 My representatives"), Go(to="representatives"))],
    ]
    if turn.has(Role.REPRESENTATIVE):
        ids = [representative.id for representative in turn.representatives]
        n = await opinions.count_of_representatives(turn.session, ids, TO_DO)
        rows.append([Button(t("📥 Inbox ({n})", n=n), Go(to="inbox"))])
    if turn.has(Role.UNIT):
        n = await referrals.count_with(turn.session, [unit.id for unit in turn.units], [Stage.REFERRED])
        rows.append([Button(t("🏢 Referred to us ({n})", n=n), Go(to="unit-inbox"))])
    if turn.has(Role.STAFF):
        n = await opinions.count_to_screen(turn.session, turn.stations)
        waiting = Button(t("🔎 To screen ({n})", n=capped(n)), Go(to="screen"))
        rows.append([waiting, Button(t("👥 People"), Go(to="people"))])
        n = await notices.count_to_release(turn.session, turn.stations, turn.me.id)
        rows.append([Button(t("📢 Notices ({n} to release)", n=n), Go(to="notice"))])
    rows.append([Button(t("📍 My place"), Go(to="place")), Button(t("❔ Help"), Go(to="help"))])
    return rows
