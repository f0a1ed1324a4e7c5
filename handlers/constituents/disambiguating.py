"""Messages that do not say where they belong are kept, and their author is asked: an answer, or something new?"""

from aiogram import F, Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.constituents import noted
from handlers.conversation import opinion_drafts as drafts
from handlers.conversation.callbacks import Go
from handlers.conversation.contents import not_taken, said_of
from handlers.conversation.context import Context
from handlers.conversation.drafts import present
from handlers.conversation.opinion_drafts import OpinionDraft
from handlers.conversation.screen import Button, Screen, column
from handlers.conversation.texts import N_, Html, Translator, bold, join, quote
from handlers.core.casework import access, rules
from handlers.core.casework.actions import constituent
from handlers.core.casework.content import Said
from handlers.presentation import names
from handlers.presentation.callbacks import Into
from handlers.presentation.history import excerpt
from handlers.writing import typed
from storage.models.opinions import Opinion
from storage.queries import opinions, own
from storage.vocabulary import Action, Stage

router = Router(name="constituents.disambiguating")

LISTED = 8
SHORT, SHORTER = 150, 80
"""Characters of a question that the choice shows, where it is the only one and where there are several."""
WAYS = {
    Action.RESUME: N_("💬 It answers the question"),
    Action.ADD: N_("➕ Add it there"),
    Action.REOPEN: N_("🔁 Reopen it with this"),
    Action.SUPERVISE: N_("🔁 Reopen it with this"),
    Action.APPEAL: N_("⚖️ Appeal with this"),
}
"""Uses of words that were meant for an opinion."""


class Holding(StatesGroup):
    """Something is held until it is said where it belongs."""

    choosing = State()


async def hold(ctx: Context, state: FSMContext, said: Said, about: Opinion | None = None) -> None:
    """Keep what was said until it is clear where it belongs. `about`: the opinion that cannot take it as it stands."""
    held, opinion_id = drafts.of(ctx.conversation, "held"), about.id if about is not None else None
    if held.about != opinion_id:
        drafts.adopt(ctx, "held")
        held = OpinionDraft(about=opinion_id)
    await state.set_state(Holding.choosing)
    await _take(ctx, held, said)


async def _take(ctx: Context, held: OpinionDraft, said: Said) -> None:
    further = held.goes_on_with(said)
    trouble = held.too_much(ctx.t, said)
    if trouble is None:
        held.take(said)
        await drafts.plan_reminder(ctx, held)
    screen = await _choice(ctx, held)
    present(ctx, held, Screen(join([trouble or "", screen.text]), screen.rows), further=further)
    drafts.keep(ctx.conversation, held, "held")


@router.callback_query(Go.filter(F.to == "held"))
async def go_on(query: CallbackQuery, ctx: Context, state: FSMContext) -> None:
    """It was left without saying where it belongs: asked again."""
    held = drafts.of(ctx.conversation, "held")
    if not held.parts:
        ctx.show(drafts.gone(ctx.t))
        return
    await state.set_state(Holding.choosing)
    ctx.show(await _choice(ctx, held))


@router.message(StateFilter(Holding.choosing), ~F.text.startswith("/"))
async def more(message: Message, ctx: Context, state: FSMContext) -> None:
    """It goes on."""
    said, held = said_of(message), drafts.of(ctx.conversation, "held")
    if said is None:
        screen = await _choice(ctx, held)
        ctx.show(Screen(join([not_taken(ctx.t, message).text, screen.text]), screen.rows))
        return
    await _take(ctx, held, said)


async def _choice(ctx: Context, held: OpinionDraft) -> Screen:
    """Question where the words belong: how they begin, and the places they could go."""
    t = ctx.t
    if held.about is not None:
        opinion = await access.mine(ctx.out, ctx.actor, held.about)
        head, rows = _meant_for(t, opinion), await _ways(ctx, opinion, held)
    else:
        head, rows = await _questions(ctx, held)
    label = t("✍️ No, a new opinion") if rows else t("✍️ Make it an opinion of mine")
    rows += [[Button(label, Go(to="held-new"))], [Button(t("🗑 Throw away"), Go(to="held-drop"))]]
    return Screen(join([head, excerpt(t, held.words, held.files, SHORT * 2)], "\n\n"), rows)


def _meant_for(t: Translator, opinion: Opinion) -> Html:
    return t(
        "{reference} is {stage} by now. What shall become of what you wrote?",
        reference=bold(opinion.reference),
        stage=t(names.OWN_STAGE_NAMES[opinion.stage]),
    )


async def _ways(ctx: Context, opinion: Opinion, held: OpinionDraft) -> list[list[Button]]:
    return column(
        [
            Button(ctx.t(label), _into(opinion.id, opinion.version, action, held))
            for action, label in WAYS.items()
            if await constituent.may(ctx.out, opinion, action)
        ]
    )


async def _questions(ctx: Context, held: OpinionDraft) -> tuple[Html, list[list[Button]]]:
    """The questions that wait, each with a key."""
    t = ctx.t
    waiting = await own.at_stage(ctx.session, ctx.me.id, Stage.WAITING, LISTED)
    asked = await own.last_questions(ctx.session, [one.id for one in waiting])
    keys = [_into(one.id, one.version, Action.RESUME, held) for one in waiting]
    if not waiting and (cases := await typed.offers(ctx)):
        return t("Is this for one of the cases that are with you? Press it; you see it before it goes out."), cases
    if not waiting:
        return t("No question waits for this. What shall become of what you wrote?"), []
    if len(waiting) == 1:
        one = waiting[0]
        head = t("Is this your answer to the question about {reference}?", reference=bold(one.reference))
        return join([head, quote(asked.get(one.id, "")[:SHORT])]), [[Button(t("✅ Yes, it is"), keys[0])]]
    lines = [
        join([Html(f"{number}. {bold(one.reference)}"), quote(asked.get(one.id, "")[:SHORTER])])
        for number, one in enumerate(waiting, 1)
    ]
    head = t("Is this your answer to one of these questions? Press its number.")
    rows = [[Button(str(number), key) for number, key in enumerate(keys, 1)]]
    counts = await opinions.counts_of_constituent(ctx.session, ctx.me.id)
    if more := counts[Stage.WAITING] - len(waiting):
        lines.append(t.plural("… and {n} more", "… and {n} more", more))
        rows.append([Button(t("📋 My opinions"), Go(to="mine"))])
    return join([head, *lines]), rows


def _into(opinion_id: int, version: int, action: Action, held: OpinionDraft) -> Into:
    return Into(opinion=opinion_id, version=version, action=action, draft=held.id)


@router.callback_query(Into.filter())
async def into(query: CallbackQuery, callback_data: Into, ctx: Context, state: FSMContext) -> None:
    """It goes into this opinion, if that still stands as it was shown; else it is asked anew."""
    found = drafts.find(ctx.conversation, callback_data.draft)
    opinion = await access.mine(ctx.out, ctx.actor, callback_data.opinion)
    if found is None:
        ctx.toast(ctx.t("That was put where it belongs already."))
        ctx.show(await noted.screen(ctx, opinion), opinion_id=opinion.id)
        return
    where, draft = found
    action = await _still(ctx, opinion, callback_data)
    if action is None:
        ctx.toast(ctx.t("This has moved on since that button was shown. Here is where it stands now."), alert=True)
        draft.about = opinion.id if draft.about is not None or where == "draft" else None
        await _ask_anew(ctx, state, where, draft)
        return
    await constituent.say(ctx.out, ctx.actor, opinion.id, action, draft.said)
    drafts.drop(ctx.conversation, where)
    await state.set_state(None)
    ctx.conversation.screen_call = None
    ctx.show(await noted.screen(ctx, opinion), opinion_id=opinion.id)


async def _still(ctx: Context, opinion: Opinion, pressed: Into) -> Action | None:
    """The action that a key still does; None: ask anew.

    Words for a question that is over, or for a case that has moved on, are added to it as long as it takes any.
    """
    takes = rules.taken_as(opinion.stage, asked_back=opinion.asked_back)
    if pressed.action in (Action.RESUME, Action.ADD) and takes is Action.ADD:
        return takes
    if opinion.version == pressed.version and await constituent.may(ctx.out, opinion, pressed.action):
        return pressed.action
    return None


async def _ask_anew(ctx: Context, state: FSMContext, where: drafts.Where, draft: OpinionDraft) -> None:
    """Ask again, by where the opinion stands now. A draft is held from now on; what was held is in it."""
    if where == "draft":
        drafts.keep(ctx.conversation, draft)
        draft = drafts.adopt(ctx, "held")
        drafts.drop(ctx.conversation)
    drafts.keep(ctx.conversation, draft, "held")
    await state.set_state(Holding.choosing)
    ctx.show(await _choice(ctx, draft))
