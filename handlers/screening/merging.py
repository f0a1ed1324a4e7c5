"""Staff merge an opinion into one that says the same; both authors get the answer."""

from typing import Any

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.conversation.filters import HasRole
from handlers.conversation.refusals import Unusable
from handlers.conversation.texts import Html, Translator, join
from handlers.conversation.turn import Turn
from handlers.opinions import cases, news, references, rules
from handlers.opinions.callbacks import StaffAct
from handlers.opinions.cases import Step
from handlers.opinions.news import STAGE_NAMES
from handlers.screening import merging_screens as screens
from handlers.screening import screening
from handlers.screening.screening_callbacks import AskReference, Compare, MergeInto, MergeNow
from handlers.screening.similar import LONGEST, similar
from storage.models import Opinion
from storage.queries import finding
from storage.queries import merging as queries
from storage.queries.finding import Scope
from storage.vocabulary import Action, Role, Stage

router = Router(name="screening.merging")
router.message.filter(HasRole(Role.STAFF))
router.callback_query.filter(HasRole(Role.STAFF))


class Merging(StatesGroup):
    """What staff are asked for."""

    reference = State()


@router.callback_query(StaffAct.filter(F.action == Action.MERGE))
async def look_for(query: CallbackQuery, callback_data: StaffAct, turn: Turn, state: FSMContext) -> None:
    """What resembles it."""
    opinion = await screening.as_shown(turn, callback_data.opinion, callback_data.version)
    if opinion is not None:
        await _candidates(turn, state, opinion)


@router.callback_query(Compare.filter(F.other == 0))
async def look_again(query: CallbackQuery, callback_data: Compare, turn: Turn, state: FSMContext) -> None:
    """Back to what resembles it."""
    opinion = await screening.as_shown(turn, callback_data.opinion, callback_data.version)
    if opinion is not None:
        await _candidates(turn, state, opinion)


async def _candidates(turn: Turn, state: FSMContext, opinion: Opinion) -> None:
    found = await similar(turn.session, opinion, turn.stations)
    if not found:
        await _ask_reference(turn, state, opinion)
        return
    await state.set_state(None)
    turn.show(screens.candidates(turn.t, opinion, found))


@router.callback_query(AskReference.filter())
async def ask_reference(query: CallbackQuery, callback_data: AskReference, turn: Turn, state: FSMContext) -> None:
    """A reference is typed next."""
    opinion = await screening.as_shown(turn, callback_data.opinion, callback_data.version)
    if opinion is not None:
        await _ask_reference(turn, state, opinion)


async def _ask_reference(turn: Turn, state: FSMContext, opinion: Opinion) -> None:
    await state.set_state(Merging.reference)
    await state.update_data(merging={"opinion": opinion.id, "version": opinion.version})
    text = turn.t("Type the reference, or just the number, of the opinion that says the same. /find finds it by words.")
    screening.ask(turn, opinion, text)


@router.message(Merging.reference, F.text, ~F.text.startswith("/"))
async def typed_reference(message: Message, turn: Turn, state: FSMContext) -> None:
    """The one with that reference."""
    asked: dict[str, Any] = (await state.get_data())["merging"]
    opinion = await screening.as_shown(turn, asked["opinion"], asked["version"])
    if opinion is None:
        await state.set_state(None)
        return
    meant = references.meant(message.text or "", turn.post.place.reference_prefix, await finding.years(turn.session))
    found = await finding.by_references(turn.session, Scope(stations=turn.stations), meant)
    if not found:
        text = turn.t("I find no opinion “{typed}” at your stations. Type its reference or number.", typed=message.text)
        screening.ask(turn, opinion, text)
        return
    await state.set_state(None)
    await _beside(turn, opinion, found[0].id)


@router.callback_query(Compare.filter())
async def compare(query: CallbackQuery, callback_data: Compare, turn: Turn) -> None:
    """The two texts, one under the other."""
    opinion = await screening.as_shown(turn, callback_data.opinion, callback_data.version)
    if opinion is not None:
        await _beside(turn, opinion, callback_data.other)


async def _beside(turn: Turn, opinion: Opinion, other_id: int) -> None:
    other = await cases.supervised(turn, other_id)
    texts = await queries.openings(turn.session, [opinion.id, other.id], LONGEST * 2)
    turn.show(screens.beside(turn.t, opinion, other, texts, await _hindrance(turn, opinion, other)))


@router.callback_query(MergeInto.filter())
async def confirm(query: CallbackQuery, callback_data: MergeInto, turn: Turn) -> None:
    """What will happen, before it does."""
    opinion = await screening.as_shown(turn, callback_data.opinion, callback_data.version)
    if opinion is None:
        return
    main = await cases.supervised(turn, callback_data.main)
    if await _hindrance(turn, opinion, main) is not None:
        await _beside(turn, opinion, main.id)
        return
    turn.show(screens.confirmation(turn.t, opinion, main, await queries.count_merged(turn.session, opinion.id)))


@router.callback_query(MergeNow.filter())
async def merge(query: CallbackQuery, callback_data: MergeNow, turn: Turn) -> None:
    """Merged; its author, and whoever has either of them, is told."""
    # Locked in the order of their numbers: two who merge crosswise wait for each other instead of for ever.
    for one in sorted((callback_data.opinion, callback_data.main)):
        await cases.supervised(turn, one)
    opinion = await screening.as_shown(turn, callback_data.opinion, callback_data.version)
    if opinion is None:
        return
    main = await cases.supervised(turn, callback_data.main)
    hindrance = await _hindrance(turn, opinion, main)
    if hindrance is not None:
        raise Unusable(hindrance)
    before = opinion.representative_id
    step = Step(turn.me, Role.STAFF, why=main.reference, merged_into=main)
    await cases.move(turn.post, opinion, Action.MERGE, step)
    await screening.noted(turn, "opinion.merge", opinion, f"into opinion:{main.id}")
    news.merged(turn.post, opinion, main)
    if before is not None and before != main.representative_id:
        await screening.tell_the_one_before(turn, opinion, before, _no_longer(opinion, main))
    await news.to_representative(
        turn.post, opinion, lambda t: t("🔗 {reference} says the same as a case of yours.", reference=opinion.reference)
    )
    text = turn.t(
        "🔗 {reference} is handled together with {main} now.", reference=opinion.reference, main=main.reference
    )
    await screening.finish(turn, opinion, join([text, screening.author_told(turn.t, opinion)]))


async def _hindrance(turn: Turn, opinion: Opinion, main: Opinion) -> Html | None:
    """Why the opinion cannot be merged into the other one; None if it can."""
    t = turn.t
    if main.id == opinion.id:
        return t("That is the same opinion.")
    if main.stage is Stage.MERGED:
        target = await turn.session.get(Opinion, main.merged_into_id)
        reference = target.reference if target is not None else ""
        return t("{main} is handled together with {reference}: merge into that one.", main=main.reference,
                 reference=reference)  # fmt: skip
    if main.stage not in rules.TAKES_IN:
        return t("{main} is {stage} already, so no answer is to come from it. This one needs an answer of its own.",
                 main=main.reference, stage=t(STAGE_NAMES[main.stage.value]))  # fmt: skip
    already = await queries.count_merged(turn.session, main.id)
    if already + await queries.count_merged(turn.session, opinion.id) >= rules.MAX_MERGED:
        return t("{n} opinions are merged into {main}, as many as can be. Merge into another one, or assign this one.",
                 n=already, main=main.reference)  # fmt: skip
    return None


def _no_longer(opinion: Opinion, main: Opinion) -> news.Words:
    def words(t: Translator) -> Html:
        return t("{reference} is handled together with {main}; you need not do anything more about it.",
                 reference=opinion.reference, main=main.reference)  # fmt: skip

    return words


@router.callback_query(StaffAct.filter(F.action == Action.SEPARATE))
async def separate(query: CallbackQuery, callback_data: StaffAct, turn: Turn) -> None:
    """Merged by mistake: it is screened by itself again, and its author is told."""
    opinion = await screening.as_shown(turn, callback_data.opinion, callback_data.version)
    if opinion is None:
        return
    await cases.move(turn.post, opinion, Action.SEPARATE, Step(turn.me, Role.STAFF))
    await screening.noted(turn, "opinion.separate", opinion)
    await news.separated(turn.post, opinion)
    turn.toast(turn.t("✂️ {reference} waits for screening by itself again.", reference=opinion.reference))
    turn.show(await screening.card(turn, opinion))
