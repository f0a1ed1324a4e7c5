"""A constituent writes an opinion: over several messages, looked over, sent once."""

import secrets
from typing import Any

from aiogram import F, Router
from aiogram.filters import Command, StateFilter
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.conversation.callbacks import Go
from handlers.conversation.screen import Button, Screen, column
from handlers.conversation.texts import Translator, bold, join
from handlers.conversation.turn import Turn
from handlers.directory import search, topics
from handlers.opinions import cases, composing, news
from handlers.opinions.callbacks import OpenMine
from handlers.opinions.cases import NewOpinion
from handlers.opinions.contents import said_of
from handlers.welcome.representatives import WriteTo
from storage.models import Opinion, Representative
from storage.queries import directory

router = Router(name="opinions.drafting")
catch_all = Router(name="opinions.drafting.anything")

MAX_CHARACTERS = 20_000
"""As in WriteToThem's general configuration."""
LEAST_CHARACTERS = 4


class Draft(StatesGroup):
    """Writing an opinion."""

    writing = State()
    looking_over = State()


class ToWhom(CallbackData, prefix="dw"):
    """The opinion goes to this representative; 0: to whoever is responsible."""

    representative: int


class SendAs(CallbackData, prefix="ds"):
    """Send the draft with this number, with the name or without."""

    draft: str
    anonymous: bool


@router.message(Command("opinion"))
async def opinion_command(message: Message, turn: Turn, state: FSMContext) -> None:
    """Begin, or go on with what was begun."""
    await _begin(turn, state)


@router.callback_query(Go.filter(F.to.in_({"opinion", "draft"})))
async def go_opinion(query: CallbackQuery, turn: Turn, state: FSMContext) -> None:
    """Begin, or go on with what was begun."""
    await _begin(turn, state)


@router.callback_query(WriteTo.filter())
async def write_to(query: CallbackQuery, callback_data: WriteTo, turn: Turn, state: FSMContext) -> None:
    """Begin an opinion to a certain representative."""
    await state.update_data(wanted=callback_data.representative)
    await _begin(turn, state)


async def _begin(turn: Turn, state: FSMContext) -> None:
    await state.set_state(Draft.writing)
    draft = _draft(await state.get_data())
    await state.update_data(draft=draft)
    turn.show(_card(turn.t, draft), fresh=True)


@router.message(Command("cancel"))
async def cancel(message: Message, turn: Turn, state: FSMContext) -> None:
    """Leave what was being done; a draft stays and is offered again."""
    await state.set_state(None)
    kept = bool((await state.get_data()).get("draft", {}).get("parts"))
    t = turn.t
    text = t("Left. What you wrote is kept.") if kept else t("There is nothing to leave.")
    rows = [[Button(t("Go on with your opinion"), Go(to="draft"))]] if kept else []
    turn.show(Screen(text, [*rows, [Button(t("🏠 Home"), Go(to="home"))]]))


@router.callback_query(Go.filter(F.to == "draft-drop"))
async def drop(query: CallbackQuery, turn: Turn, state: FSMContext) -> None:
    """Throw the draft away."""
    await state.set_state(None)
    await state.update_data(draft=None, wanted=None)
    turn.show(Screen(turn.t("The draft is thrown away."), [[Button(turn.t("🏠 Home"), Go(to="home"))]]))


@router.message(StateFilter(Draft.writing, Draft.looking_over), ~F.text.startswith("/"))
async def write(message: Message, turn: Turn, state: FSMContext) -> None:
    """Another part of the draft."""
    await _take(message, turn, state)


@catch_all.message(~F.text.startswith("/"))
async def just_write(message: Message, turn: Turn, state: FSMContext) -> None:
    """Whoever just writes begins an opinion."""
    await _take(message, turn, state)


async def _take(message: Message, turn: Turn, state: FSMContext) -> None:
    t, said = turn.t, said_of(message)
    if said is None:
        text = t("I can take words, photos, voice, videos, documents and places, but not this.")
        turn.show(Screen(text, [[Button(t("🏠 Home"), Go(to="home"))]]))
        return
    draft = _draft(await state.get_data())
    if composing.length(draft["parts"]) + len(said.text) > MAX_CHARACTERS:
        turn.show(Screen(t("That is more than {n} characters. Send the rest as a document.", n=MAX_CHARACTERS)))
        return
    draft["parts"].append(composing.packed(said))
    await state.set_state(Draft.writing)
    await state.update_data(draft=draft)
    turn.replace(_card(t, draft))


@router.edited_message(StateFilter(Draft.writing, Draft.looking_over))
async def rewrite(message: Message, turn: Turn, state: FSMContext) -> None:
    """An edited message changes the draft."""
    draft = _draft(await state.get_data())
    if composing.rewritten(draft["parts"], message):
        await state.update_data(draft=draft)
        turn.replace(_card(turn.t, draft))


def _draft(data: dict[str, Any]) -> dict[str, Any]:
    draft: dict[str, Any] = data.get("draft") or {"id": secrets.token_hex(6), "parts": []}
    return draft


def _card(t: Translator, draft: dict[str, Any]) -> Screen:
    """What is in so far, and the way on."""
    if not draft["parts"]:
        text = t("✍️ Write what should change: words, photos, voice, a place; in as many messages as you like.")
        return Screen(text, [[Button(t("🏠 Home"), Go(to="home"))]])
    text = join(
        [bold(t("Your opinion so far")), composing.body(t, draft["parts"]), t("Send more, or press Done.")], "\n\n"
    )
    rows = [[Button(t("✅ Done"), Go(to="draft-done"))], [Button(t("🗑 Throw away"), Go(to="draft-drop"))]]
    return Screen(text, rows)


@router.callback_query(Go.filter(F.to == "draft-done"))
async def done(query: CallbackQuery, turn: Turn, state: FSMContext) -> None:
    """Enough is written: to whom?"""
    t, draft = turn.t, _draft(await state.get_data())
    if composing.length(draft["parts"]) < LEAST_CHARACTERS:
        turn.toast(t("Please write at least a few words, so that one can act on it."), alert=True)
        return
    await state.set_state(Draft.looking_over)
    wanted = (await state.get_data()).get("wanted")
    if wanted:
        await _preview(turn, state, int(wanted))
        return
    area = turn.me.area_id
    found = await search.representatives_of(turn.session, area) if area is not None else []
    buttons = [
        Button(t("{name} · {level}", name=one.name, level=news.level_name(t, one)), ToWhom(representative=one.id))
        for one in found
    ]
    buttons.append(Button(t("Whoever is responsible"), ToWhom(representative=0)))
    if area is None:
        buttons.append(Button(t("📍 My place"), Go(to="place")))
    turn.show(Screen(t("To whom?"), column(buttons)))


@router.callback_query(ToWhom.filter(), StateFilter(Draft.looking_over))
async def to_whom(query: CallbackQuery, callback_data: ToWhom, turn: Turn, state: FSMContext) -> None:
    """Chosen: look it over."""
    await state.update_data(wanted=callback_data.representative)
    await _preview(turn, state, callback_data.representative)


async def _preview(turn: Turn, state: FSMContext, wanted: int) -> None:
    t, draft = turn.t, _draft(await state.get_data())
    await state.set_state(Draft.looking_over)
    representative = await turn.session.get(Representative, wanted) if wanted else None
    whom = representative.name if representative else t("whoever is responsible")
    topic = topics.suggest(composing.words(draft["parts"]), await directory.active_topics(turn.session))
    lines = [
        bold(t("Please look it over")),
        t("To: {whom}", whom=whom),
        t("Topic: {topic}", topic=t.named(topic[0].topic)) if topic else "",
        composing.body(t, draft["parts"]),
        t("With your name, staff and the representative see who wrote it. Anonymously, nobody but you does."),
    ]
    rows = [
        [Button(t("📨 Send with my name"), SendAs(draft=draft["id"], anonymous=False))],
        [Button(t("🕶 Send anonymously"), SendAs(draft=draft["id"], anonymous=True))],
        [Button(t("✏️ Write more"), Go(to="draft")), Button(t("🗑 Throw away"), Go(to="draft-drop"))],
    ]
    turn.show(Screen(join(lines, "\n\n"), rows))


@router.callback_query(SendAs.filter())
async def send(query: CallbackQuery, callback_data: SendAs, turn: Turn, state: FSMContext) -> None:
    """Sent, once: a second press finds the opinion it became."""
    data = await state.get_data()
    draft, submission = _draft(data), f"{turn.me.id}:{callback_data.draft}"
    if draft["id"] != callback_data.draft or not draft["parts"]:
        before = await cases.submitted_as(turn.post, submission)
        if before is None:
            turn.toast(turn.t("This draft is gone. Just write again."), alert=True)
        else:
            turn.show(_receipt(turn.t, before), opinion_id=before.id)
        return
    wanted = data.get("wanted") or None
    new = await _new_opinion(turn, draft, submission, wanted, anonymous=callback_data.anonymous)
    opinion, is_new = await cases.submit(turn.post, turn.me, new)
    await state.set_state(None)
    await state.update_data(draft=None, wanted=None)
    if is_new:
        await news.submitted(turn.post, opinion)
    turn.show(_receipt(turn.t, opinion), opinion_id=opinion.id)


async def _new_opinion(
    turn: Turn, draft: dict[str, Any], submission: str, wanted: int | None, *, anonymous: bool
) -> NewOpinion:
    area = turn.me.area_id
    station = await search.station_of(turn.session, area) if area is not None else None
    topic = topics.suggest(composing.words(draft["parts"]), await directory.active_topics(turn.session))
    return NewOpinion(
        submission=submission,
        said=[composing.unpacked(part) for part in draft["parts"]],
        topic_id=topic[0].topic.id if topic else None,
        area_id=area,
        station_id=station.id if station else None,
        wanted_id=wanted,
        anonymous=anonymous,
    )


def _receipt(t: Translator, opinion: Opinion) -> Screen:
    text = join(
        [
            t("✅ Received: {reference}", reference=bold(opinion.reference)),
            t("Staff look at it by {day}; then it goes to a representative, and you hear of it here.",
              day=t.day(opinion.due_at) if opinion.due_at else ""),
        ]
    )  # fmt: skip
    rows = [[Button(t("📋 Follow it"), OpenMine(opinion=opinion.id)), Button(t("🏠 Home"), Go(to="home"))]]
    return Screen(text, rows)
