"""A representative writes a suggestion: its parts one by one, each with a hint; any of it can be changed."""

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.conversation.callbacks import Go
from handlers.conversation.contents import said_of
from handlers.conversation.context import Context
from handlers.conversation.filters import AboutOpinion, HasRole
from handlers.conversation.screen import LONGEST_LABEL, Button, Screen, column
from handlers.conversation.texts import Html, bold, join, quote, shortened
from handlers.core.casework import access as cases
from handlers.core.errors import NotInOffice, TextTooLong
from handlers.core.suggestions import access, rules
from handlers.core.suggestions.actions import signing, writing
from handlers.core.workdays.days import calendar
from handlers.presentation import guide
from handlers.presentation.callbacks import OpenCase, RaiseOpinion
from handlers.presentation.common_texts import words as words_of
from handlers.presentation.common_texts import words_needed
from handlers.presentation.suggestions import names, refusals
from handlers.suggestions import cards, keys
from handlers.suggestions.callbacks import (
    NOBODY,
    AskWithdraw,
    BeginSuggestion,
    PickSession,
    SetKind,
    SetSession,
    ToggleOpinion,
    WithdrawNow,
    WritePart,
)
from storage.models.suggestions import Suggestion
from storage.queries import suggestions as kept
from storage.suggestion_vocabulary import SuggestionPart
from storage.vocabulary import Role

router = Router(name="suggestions.drafting")
router.message.filter(HasRole(Role.REPRESENTATIVE))
router.callback_query.filter(HasRole(Role.REPRESENTATIVE))

OFFERED = 5
"""So many begun ones are offered for a case; the list has the others."""
_ORDER = tuple(SuggestionPart)


class WritingSuggestion(StatesGroup):
    """Writing a part of the suggestion in the data as `suggestion_part`: its number, the part, whether in its place."""

    words = State()


@router.callback_query(BeginSuggestion.filter())
async def begin(query: CallbackQuery, callback_data: BeginSuggestion, ctx: Context, state: FSMContext) -> None:
    """Begin one, and ask for its title."""
    one = await writing.begin(ctx.out, ctx.actor, callback_data.representative)
    if callback_data.opinion:
        await writing.bundle(ctx.out, ctx.actor, one.id, callback_data.opinion)
        ctx.toast(ctx.t("It is in the suggestion; its author will read the answer."))
    await _ask(ctx, state, one, SuggestionPart.TITLE)


@router.callback_query(RaiseOpinion.filter())
async def raise_opinion(query: CallbackQuery, callback_data: RaiseOpinion, ctx: Context, state: FSMContext) -> None:
    """A case is raised: in a suggestion that is begun already, or a new one."""
    t, number = ctx.t, callback_data.opinion
    opinion = await cases.entrusted(ctx.out, ctx.actor, number)
    lead = next((one for one in ctx.representatives if one.id == opinion.representative_id), None)
    if lead is None:
        raise NotInOffice
    begun = [one for one in await kept.drafts_of(ctx.session, [lead.id], OFFERED) if one.title]
    new = BeginSuggestion(representative=lead.id, opinion=opinion.id)
    offered = [
        Button(
            shortened(f"📎 {one.title}", LONGEST_LABEL), ToggleOpinion(suggestion=one.id, opinion=opinion.id, into=True)
        )
        for one in begun
    ]
    text = t(
        "📜 Raise {reference} in a formal suggestion: the office assigns it to a unit, and its author reads the reply. "
        "Several opinions can be in one.",
        reference=bold(opinion.reference),
    )
    rows = [*column([*offered, Button(t("✍️ Begin a new suggestion"), new)])]
    ctx.show(Screen(text, [*rows, [Button(t("⬅️ Back"), OpenCase(opinion=opinion.id))]]), opinion_id=opinion.id)


@router.callback_query(WritePart.filter())
async def write_part(query: CallbackQuery, callback_data: WritePart, ctx: Context, state: FSMContext) -> None:
    """Ask for a part."""
    one = await access.being_written(ctx.out, ctx.actor, callback_data.suggestion)
    await _ask(ctx, state, one, callback_data.part, anew=callback_data.anew)


async def _ask(
    ctx: Context,
    state: FSMContext,
    one: Suggestion,
    part: SuggestionPart,
    *,
    anew: bool = False,
    above: Html | str = "",
) -> None:
    await state.set_state(WritingSuggestion.words)
    await state.update_data(suggestion_part=[one.id, part.value, anew])
    t, number, said = ctx.t, _ORDER.index(part), getattr(one, part.value)
    head = t("{part} ({n} of {of})", part=bold(t(names.PARTS[part])), n=number + 1, of=len(_ORDER))
    stands: list[str] = []
    if said:
        how = t("What you write next takes its place:") if anew else t("This stands there. What you write is added:")
        stands = [how, quote(said)]
    flaw = rules.flaw(part, said) if said else None
    wrong = refusals.missing(t, {part: flaw}) if flaw is not None else ""
    text = join(
        [above, join([names.called(t, one), head]), await guide.hint(ctx.session, t, part.value), join(stands), wrong],
        "\n\n",
    )
    ctx.show(Screen(text, _keys(ctx, one, part, said, anew=anew)))


def _keys(ctx: Context, one: Suggestion, part: SuggestionPart, said: str, *, anew: bool) -> list[list[Button]]:
    t, number = ctx.t, _ORDER.index(part)
    rows = []
    if number + 1 < len(_ORDER):
        after = _ORDER[number + 1]
        on = t("➡️ On to: {part}", part=t(names.PARTS[after]).plain)
        rows.append([Button(on, WritePart(suggestion=one.id, part=after, anew=False))])
    if said and not anew:
        rows.append([Button(t("✏️ Write this part anew"), WritePart(suggestion=one.id, part=part, anew=True))])
    rows.append([guide.piece_key(t, "example")])
    return [*rows, [Button(t("📜 To the suggestion"), keys.back(t, one.id).data), Button(t("🏠 Home"), Go(to="home"))]]


@router.message(WritingSuggestion.words, ~AboutOpinion(), ~F.text.startswith("/"))
async def typed(message: Message, ctx: Context, state: FSMContext) -> None:
    """Words of the part; more may follow."""
    number, name, anew = (await state.get_data())["suggestion_part"]
    part = SuggestionPart(name)
    text, said = (message.text or message.caption or "").strip(), said_of(message)
    if said is not None and said.attachments:
        one = await writing.attach(ctx.out, ctx.actor, number, said.attachments)
        if not text:
            await _ask(ctx, state, one, part, anew=anew, above=ctx.t("📷 It is with the suggestion."))
            return
    if not text:
        ctx.show(words_needed(ctx.t, [[keys.back(ctx.t, number)]]))
        return
    try:
        one = await writing.write(ctx.out, ctx.actor, number, part, text, anew=anew)
    except TextTooLong as long:
        one = await access.being_written(ctx.out, ctx.actor, number)
        trouble = t_long(ctx, long)
        await _ask(ctx, state, one, part, anew=anew, above=trouble)
        return
    await _ask(ctx, state, one, part, above=ctx.t("✅ Kept."))


def t_long(ctx: Context, refusal: TextTooLong) -> Html:
    """That this is too long, and that what stood there still does."""
    return join([ctx.t("⚠️ This is not in; what stood there before still does."), words_of(refusal, ctx.t)], " ")


@router.callback_query(SetKind.filter())
async def set_kind(query: CallbackQuery, callback_data: SetKind, ctx: Context, state: FSMContext) -> None:
    """Another kind, with the names it needs."""
    one = await writing.set_kind(ctx.out, ctx.actor, callback_data.suggestion, callback_data.what)
    above = join([Html(names.kind_name(ctx.t, one.kind)), keys.needed(ctx.t, one)])
    await cards.show_one(ctx, state, suggestion_id=one.id, above=above)


@router.callback_query(PickSession.filter())
async def pick_session(query: CallbackQuery, callback_data: PickSession, ctx: Context, state: FSMContext) -> None:
    """Ask which session it belongs to."""
    t, today = ctx.t, (await calendar(ctx.out)).day_of(ctx.now)
    one = await access.being_written(ctx.out, ctx.actor, callback_data.suggestion)
    await state.set_state(None)
    open_ = [each for each in await kept.sessions(ctx.session) if each.hand_in_by >= today]
    offered = [Button(each.name, SetSession(suggestion=one.id, session=each.id)) for each in open_[:OFFERED]]
    offered.append(Button(t("Out of session"), SetSession(suggestion=one.id, session=NOBODY)))
    days = [
        t("{kind}: {what}", kind=each.name, what=t("hand in by {day}", day=t.day(each.hand_in_by))) for each in open_
    ]
    text = join([t("To which session does it belong? What is made out of session is handled all the same."), *days])
    ctx.show(Screen(text, [*column(offered), [keys.back(t, one.id)]]))


@router.callback_query(SetSession.filter())
async def set_session(query: CallbackQuery, callback_data: SetSession, ctx: Context, state: FSMContext) -> None:
    """It belongs to that session now."""
    chosen = callback_data.session if callback_data.session != NOBODY else None
    one = await writing.set_session(ctx.out, ctx.actor, callback_data.suggestion, chosen)
    ctx.toast(ctx.t("It belongs to: {session}", session=names.session_name(ctx.t, one)))
    await cards.show_one(ctx, state, suggestion_id=one.id)


@router.callback_query(AskWithdraw.filter())
async def ask_withdraw(query: CallbackQuery, callback_data: AskWithdraw, ctx: Context, state: FSMContext) -> None:
    """Ask whether that is meant."""
    t, one = ctx.t, await access.lead(ctx.out, ctx.actor, callback_data.suggestion)
    await state.set_state(None)
    text = t(
        "🗑 Withdraw {suggestion}? Its text stays to be read, and nobody handles it.", suggestion=names.called(t, one)
    )
    now = Button(t("🗑 Withdraw it"), WithdrawNow(suggestion=one.id, version=one.version))
    ctx.show(Screen(text, [[now], [keys.back(t, one.id)]]))


@router.callback_query(WithdrawNow.filter())
async def withdraw(query: CallbackQuery, callback_data: WithdrawNow, ctx: Context, state: FSMContext) -> None:
    """It is withdrawn; who signed it was told."""
    one = await signing.withdraw(ctx.out, ctx.actor, callback_data.suggestion, callback_data.version)
    await cards.show_one(ctx, state, suggestion_id=one.id, above=ctx.t("🗑 It is withdrawn; who signed it was told."))
