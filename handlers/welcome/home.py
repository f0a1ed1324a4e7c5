"""The home screen: what waits for a person, in each of their roles."""

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.conversation import opinion_drafts as drafts
from handlers.conversation import paging
from handlers.conversation.callbacks import Go
from handlers.conversation.context import Context
from handlers.conversation.screen import Button, Screen
from handlers.conversation.texts import N_, Html, bold, join, quote
from handlers.core.casework import unit_load
from handlers.core.roles import stations_of
from handlers.core.suggestions import access as suggesting
from handlers.presentation.callbacks import OpenMine
from handlers.presentation.names import capped, in_queue
from handlers.presentation.offices import office
from storage.queries import matters, mismatches, notices, opinions, own, referrals, suggestions
from storage.queries.suggestions import Narrowed
from storage.stages import IN_HAND, OTHERS_TURN, WITH_UNIT
from storage.vocabulary import Role, Stage

router = Router(name="welcome.home")

LISTED, LISTED_IN_OFFICE = 4, 2
"""So many questions, and so many answers, have a key of their own; fewer beside the keys of an office."""
ROLES_LISTED = 8
WAITING_FOR_ME = {Stage.WAITING: N_("❓ Answer: {reference}"), Stage.ANSWERED: N_("💬 Rate: {reference}")}


@router.callback_query(Go.filter(F.to == "home"))
async def go_home(query: CallbackQuery, ctx: Context, state: FSMContext) -> None:
    """Back to the home screen."""
    await state.set_state(None)
    paging.leave(ctx.conversation)
    ctx.show(await home(ctx))


@router.message(Command("home"))
async def home_command(message: Message, ctx: Context, state: FSMContext) -> None:
    """Leave what was being done and show the home screen."""
    await state.set_state(None)
    paging.leave(ctx.conversation)
    ctx.show(await home(ctx))


async def home(ctx: Context, headline: Html | None = None) -> Screen:
    """Home screen: what waits, and the ways from here. `headline` stands above it."""
    t = ctx.t
    lines, keys = await _waiting(ctx)
    unfinished, its_keys = _unfinished(ctx)
    text = [
        headline or bold(t("Huiyin: your line to your representative")),
        _place(ctx),
        unfinished,
        *lines,
        *await _in_each_role(ctx),
        t("Just write to me, and I will make an opinion of it."),
    ]
    return Screen(join(list(text), "\n\n"), [its_keys, *keys, *await _rows(ctx)])


def _place(ctx: Context) -> Html:
    """Place where they live; who has an office need not say it."""
    t, area = ctx.t, ctx.me.area
    if area is not None:
        return t("Your place: {place}", place=t.named(area))
    return Html("") if ctx.me.grants else t("You have not told me your place yet.")


def _unfinished(ctx: Context) -> tuple[Html, list[Button]]:
    """Words left without saying where they belong, else the draft, if there is one."""
    t, draft = ctx.t, drafts.of(ctx.conversation)
    for where in drafts.ASIDE:
        aside, way_on = drafts.of(ctx.conversation, where), "held" if where == "held" else "stray-new"
        if aside.parts and (where == "held" or not aside.only_names):
            text = join([t("✍️ You wrote this, and I do not know yet where it belongs:"), quote(aside.summary)])
            return text, [Button(t("Go on"), Go(to=way_on)), Button(t("🗑 Throw away"), Go(to=f"{where}-drop"))]
    if draft.parts:
        text = join([t("✍️ You have an unfinished opinion:"), quote(draft.summary)])
        return text, [Button(t("Go on"), Go(to="draft")), Button(t("🗑 Throw away"), Go(to="draft-drop"))]
    return Html(""), []


async def _waiting(ctx: Context) -> tuple[list[Html], list[list[Button]]]:
    """A line for each kind of thing that waits for the person, and a key for each thing they can settle."""
    t, lines, keys = ctx.t, [], []
    counts = await opinions.counts_of_constituent(ctx.session, ctx.me.id)
    if questions := counts.get(Stage.WAITING, 0):
        lines.append(
            t.plural("❓ {n} question waits for your answer.", "❓ {n} questions wait for your answer.", questions)
        )
    if answers := counts.get(Stage.ANSWERED, 0):
        lines.append(t.plural("💬 {n} answer waits for your rating.", "💬 {n} answers wait for your rating.", answers))
    for stage, label in WAITING_FOR_ME.items():
        if counts.get(stage):
            most = LISTED_IN_OFFICE if ctx.me.grants else LISTED
            found = await own.at_stage(ctx.session, ctx.me.id, stage, most)
            keys += [[Button(t(label, reference=one.reference), OpenMine(opinion=one.id))] for one in found]
    if under_way := sum(counts.get(stage, 0) for stage in OTHERS_TURN):
        lines.append(
            t.plural("⏳ {n} opinion of yours is under way.", "⏳ {n} opinions of yours are under way.", under_way)
        )
    return lines, keys


async def _in_each_role(ctx: Context) -> list[Html]:
    """Lines on what waits in each of several roles; for a single one the key says it."""
    t, grants = ctx.t, ctx.me.grants
    if len(grants) < 2:
        return []
    lines = []
    for grant in grants[:ROLES_LISTED]:
        if grant.role is Role.REPRESENTATIVE:
            n = await opinions.count_of_representatives(ctx.session, [grant.representative_id or 0], IN_HAND)
            said = t.plural("{n} case in hand", "{n} cases in hand", n)
        elif grant.role is Role.UNIT:
            n = await unit_load.in_hand(ctx.session, [grant.unit_id or 0])
            said = t.plural("{n} case in hand", "{n} cases in hand", n)
        else:
            queue = await opinions.queue_of(ctx.session, stations_of([grant]))
            n, said = sum(queue), t.listed(in_queue(t, queue))
        waiting = said if n else t("nothing waits")
        lines.append(t("• As {office}: {waiting}", office=office(t, grant), waiting=waiting))
    if len(grants) > ROLES_LISTED:
        lines.append(Html("…"))
    return lines


async def _rows(ctx: Context) -> list[list[Button]]:
    """Keys of the home screen, the work of an office on top."""
    t = ctx.t
    return [
        *await _rows_of_offices(ctx),
        [Button(t("✍️ Write an opinion"), Go(to="opinion")), *_desk(ctx)],
        [Button(t("📋 My opinions"), Go(to="mine")), Button(t("👤 My representatives"), Go(to="representatives"))],
        [Button(t("📍 My place"), Go(to="place")), Button(t("❔ Help"), Go(to="help"))],
    ]


async def _rows_of_offices(ctx: Context) -> list[list[Button]]:
    t, rows = ctx.t, []
    if ctx.has(Role.REPRESENTATIVE):
        ids = [representative.id for representative in ctx.representatives]
        n = await opinions.count_of_representatives(ctx.session, ids, IN_HAND)
        rows.append([Button(t.counted(t("📥 Inbox"), n), Go(to="inbox")), Button(t("🔗 My link"), Go(to="links"))])
    if ctx.has(Role.UNIT):
        ids = [unit.id for unit in ctx.units]
        n = await referrals.count_with(ctx.session, ids, WITH_UNIT)
        rows.append([Button(t.counted(t("🏢 Referred to us"), capped(n)), Go(to="unit-inbox"))])
        if n := await unit_load.promised(ctx.session, ids):
            rows[-1].append(Button(t.counted(t("📌 Our promises"), capped(n)), Go(to="unit-promises")))
        if n := await unit_load.parts(ctx.session, ids):
            rows.append([Button(t.counted(t("🤝 We support"), n), Go(to="supported"))])
    if ctx.has(Role.STAFF):
        n = await opinions.count_to_screen(ctx.session, ctx.stations)
        waiting = Button(t.counted(t("🔎 To screen"), capped(n)), Go(to="screen"))
        rows.append([waiting, Button(t("👥 People"), Go(to="people"))])
        if n := await mismatches.count(ctx.session, ctx.stations):
            rows.append([Button(t.counted(t("⚖️ Ratings that disagree"), capped(n)), Go(to="mismatch"))])
        if n := await matters.to_check(ctx.session, ctx.stations, ctx.me.id):
            rows.append([Button(t.counted(t("👀 Matters to check"), n), Go(to="matters"))])
        n = await notices.count_to_release(ctx.session, ctx.stations, ctx.me.id)
        label = t("📢 Notices ({n} to release)", n=n) if n else t("📢 Notices")
        rows.append([Button(label, Go(to="notice"))])
    if suggested := await _suggestions(ctx):
        # Beside a key that stands alone, if that is a short one: who holds every role reads all of it on one screen.
        beside = bool(rows) and len(rows[-1]) == 1
        rows[-1 if beside else len(rows) :] = [[*rows[-1], *suggested]] if beside else [suggested]
    return rows


def _desk(ctx: Context) -> list[Button]:
    """The key to the desk of who holds an office, where there is one."""
    return [Button(ctx.t("🖥 Desk"), Go(to="desk"))] if ctx.me.grants and ctx.out.county.desk_url else []


async def _suggestions(ctx: Context) -> list[Button]:
    """A key to formal suggestions, with how many wait; a unit that has none to handle needs none."""
    reach = suggesting.scope(ctx.actor)
    if not (reach.representatives or reach.units or reach.of_county):
        return []
    n = await suggestions.count(ctx.session, reach, Narrowed(waiting=True))
    if not n and not reach.representatives and not reach.of_county:
        return []
    return [Button(ctx.t.counted(ctx.t("📜 Suggestions"), n), Go(to="suggestions"))]
