"""The home screen: what waits for a person, in each of their roles."""

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.constituents import drafts
from handlers.conversation.callbacks import Go
from handlers.conversation.roles import stations_of
from handlers.conversation.screen import Button, Screen
from handlers.conversation.texts import N_, Html, bold, join, quote
from handlers.conversation.turn import Turn
from handlers.opinions.callbacks import OpenMine
from handlers.opinions.news import capped
from handlers.opinions.rules import WITH_UNIT
from handlers.people.words import office
from storage.queries import notices, opinions, own, referrals
from storage.queries.caseload import IN_HAND
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
    lines, keys = await _waiting(turn)
    unfinished, its_keys = _unfinished(turn)
    text = [
        headline or bold(t("Huiyin: your line to your representative")),
        _place(turn),
        unfinished,
        *lines,
        *await _in_each_role(turn),
        t("Just write to me, and I will make an opinion of it."),
    ]
    return Screen(join(list(text), "\n\n"), [its_keys, *keys, *await _rows(turn)])


def _place(turn: Turn) -> Html:
    """Where they live; who has an office need not say it."""
    t, area = turn.t, turn.me.area
    if area is not None:
        return t("Your place: {place}", place=t.named(area))
    return Html("") if turn.me.grants else t("You have not told me your place yet.")


def _unfinished(turn: Turn) -> tuple[Html, list[Button]]:
    """What was left without saying where it belongs, else the draft, if there is one."""
    t, draft = turn.t, drafts.of(turn.conversation)
    for where in drafts.ASIDE:
        aside, way_on = drafts.of(turn.conversation, where), "held" if where == "held" else "stray-new"
        if aside.parts and (where == "held" or not aside.only_names):
            text = join([t("✍️ You wrote this, and I do not know yet where it belongs:"), quote(aside.summary)])
            return text, [Button(t("Go on"), Go(to=way_on)), Button(t("🗑 Throw away"), Go(to=f"{where}-drop"))]
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
            found = await own.at_stage(turn.session, turn.me.id, stage, LISTED)
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
            n = await opinions.count_of_representatives(turn.session, [grant.representative_id or 0], IN_HAND)
            said = t.plural("{n} case in hand", "{n} cases in hand", n)
        elif grant.role is Role.UNIT:
            n = await referrals.count_with(turn.session, [grant.unit_id or 0], tuple(WITH_UNIT))
            said = t.plural("{n} case in hand", "{n} cases in hand", n)
        else:
            n = await opinions.count_to_screen(turn.session, stations_of([grant]))
            said = t.plural("{n} opinion to screen", "{n} opinions to screen", n)
        waiting = said if n else t("nothing waits")
        lines.append(t("• As {office}: {waiting}", office=office(t, grant), waiting=waiting))
    return lines


async def _rows(turn: Turn) -> list[list[Button]]:
    """Who has an office finds its work on top."""
    t = turn.t
    return [
        *await _rows_of_offices(turn),
        [Button(t("✍️ Write an opinion"), Go(to="opinion"))],
        [Button(t("📋 My opinions"), Go(to="mine")), Button(t("👤 My representatives"), Go(to="representatives"))],
        [Button(t("📍 My place"), Go(to="place")), Button(t("❔ Help"), Go(to="help"))],
    ]


async def _rows_of_offices(turn: Turn) -> list[list[Button]]:
    t, rows = turn.t, []
    if turn.has(Role.REPRESENTATIVE):
        ids = [representative.id for representative in turn.representatives]
        n = await opinions.count_of_representatives(turn.session, ids, IN_HAND)
        rows.append([Button(t.counted(t("📥 Inbox"), n), Go(to="inbox"))])
    if turn.has(Role.UNIT):
        n = await referrals.count_with(turn.session, [unit.id for unit in turn.units], tuple(WITH_UNIT))
        rows.append([Button(t.counted(t("🏢 Referred to us"), n), Go(to="unit-inbox"))])
    if turn.has(Role.STAFF):
        n = await opinions.count_to_screen(turn.session, turn.stations)
        waiting = Button(t.counted(t("🔎 To screen"), capped(n)), Go(to="screen"))
        rows.append([waiting, Button(t("👥 People"), Go(to="people"))])
        n = await notices.count_to_release(turn.session, turn.stations, turn.me.id)
        label = t("📢 Notices ({n} to release)", n=n) if n else t("📢 Notices")
        rows.append([Button(label, Go(to="notice"))])
    return rows
