"""What was written about a case goes out, as it was previewed: answers, questions, proposals, referrals, replies."""

from collections.abc import Awaitable, Callable, Mapping

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from handlers.conversation.context import Context
from handlers.conversation.filters import HasRole
from handlers.conversation.screen import Button, Screen
from handlers.conversation.texts import Html, Translator
from handlers.core.casework import clocks, transitions
from handlers.core.casework.transitions import Step
from handlers.notifications import casework
from handlers.representatives import handing_over
from handlers.representatives.callbacks import SendWords
from handlers.screening import granting
from handlers.writing import drafts as kept
from handlers.writing import extending, units, writing
from handlers.writing.drafts import Begun
from storage.models import Opinion
from storage.queries import people
from storage.vocabulary import Action, EntryKind, Role

router = Router(name="writing.writing_sending")
router.callback_query.filter(HasRole(*writing.WRITERS))


@router.callback_query(SendWords.filter())
async def send(query: CallbackQuery, callback_data: SendWords, ctx: Context, state: FSMContext) -> None:
    """Sent, once, if the words and the case are still as previewed; else they are shown again."""
    begun = await kept.find(state, callback_data.opinion, callback_data.kind)
    if begun is None:
        await writing.show_gone(ctx, state, callback_data.opinion, callback_data.kind)
        return
    opinion = await writing.still_theirs(ctx, state, begun)
    if opinion is None:
        return
    as_previewed = begun.mark == callback_data.mark and opinion.version == callback_data.version
    if not as_previewed or not begun.ready or begun.action is None:
        ctx.toast(ctx.t("This has changed since that preview. Please look it over again."), alert=True)
        await writing.show(ctx, state, opinion, begun)
        return
    sent = await SEND[begun.form.by, begun.action](ctx, opinion, begun)
    await kept.drop(state, begun)
    desk = writing.desk_of(begun)
    here = [Button(ctx.t("Open {reference}", reference=opinion.reference), desk.opens(opinion=opinion.id))]
    left = begun.action in (Action.HAND_OVER, Action.RETURN)
    ctx.show(Screen(sent, [[] if left else here, desk.ways(ctx.t)]), opinion_id=opinion.id)


async def _answer(ctx: Context, opinion: Opinion, begun: Begun) -> Html:
    step = Step(ctx.me, Role.REPRESENTATIVE, said=begun.said, kind=EntryKind.REPLY)
    await transitions.move(ctx.out, opinion, Action.REPLY, step)
    await clocks.ask_rating(ctx.out, opinion)
    casework.answered(ctx.out, opinion, begun.words, begun.files)
    return ctx.t("Sent. You will hear what becomes of {reference}.", reference=opinion.reference)


async def _ask(ctx: Context, opinion: Opinion, begun: Begun) -> Html:
    step = Step(ctx.me, Role.REPRESENTATIVE, said=begun.said, kind=EntryKind.QUESTION)
    await transitions.move(ctx.out, opinion, Action.ASK, step)
    casework.asked(ctx.out, opinion, begun.words, begun.files)
    return ctx.t("Sent. You will hear what becomes of {reference}.", reference=opinion.reference)


async def _propose(ctx: Context, opinion: Opinion, begun: Begun) -> Html:
    step = Step(ctx.me, Role.REPRESENTATIVE, why=begun.words)
    await transitions.move(ctx.out, opinion, Action.PROPOSE_DECLINE, step)
    await casework.decline_proposed(ctx.out, opinion, begun.words)
    return ctx.t(
        "Staff look at your proposal. Until they decide, {reference} stays with you.", reference=opinion.reference
    )


async def _hand_over(ctx: Context, opinion: Opinion, begun: Begun) -> Html:
    chosen, before = await handing_over.in_office(ctx, begun.whom), opinion.representative
    assert before is not None  # noqa: S101 - they had it: the case was found through them
    step = Step(ctx.me, Role.REPRESENTATIVE, why=begun.words or None, representative=chosen)
    await transitions.move(ctx.out, opinion, Action.HAND_OVER, step)
    await casework.handed_over(ctx.out, opinion, before, begun.words)

    def words(t: Translator) -> Screen:
        return Screen(t("{reference} is with {name} now.", reference=opinion.reference, name=chosen.name))

    ctx.tell_all(await people.acting_for(ctx.session, before.id), words, opinion_id=opinion.id)
    return ctx.t(
        "🤝 {reference} is with {name} now; everybody was told.", reference=opinion.reference, name=chosen.name
    )


SEND: Mapping[tuple[Role, Action], Callable[[Context, Opinion, Begun], Awaitable[Html]]] = {
    (Role.REPRESENTATIVE, Action.REPLY): _answer,
    (Role.REPRESENTATIVE, Action.ASK): _ask,
    (Role.REPRESENTATIVE, Action.PROPOSE_DECLINE): _propose,
    (Role.REPRESENTATIVE, Action.HAND_OVER): _hand_over,
    (Role.REPRESENTATIVE, Action.REFER): units.refer,
    (Role.REPRESENTATIVE, Action.PASS_ON): units.pass_on,
    (Role.REPRESENTATIVE, Action.SEND_BACK): units.send_back,
    (Role.REPRESENTATIVE, Action.ASK_EXTENSION): extending.send,
    (Role.STAFF, Action.REFER): units.refer,
    (Role.STAFF, Action.REFUSE_EXTENSION): granting.send,
    (Role.UNIT, Action.REPLY): units.reply,
    (Role.UNIT, Action.RETURN): units.give_back,
    (Role.UNIT, Action.ASK_EXTENSION): extending.send,
}
"""What happens when it goes out, by who writes and what it is meant as; gives what the writer is told."""
