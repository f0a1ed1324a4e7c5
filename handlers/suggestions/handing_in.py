"""A suggestion is looked over before it is handed in: what is missing, what it may be, what was raised before."""

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from handlers.conversation.context import Context
from handlers.conversation.filters import HasRole
from handlers.conversation.screen import Button, Screen
from handlers.conversation.texts import Html, Translator, bold, join
from handlers.core.suggestions import access, rules, similar, unsuitable
from handlers.core.suggestions.actions import signing
from handlers.core.workdays.days import calendar
from handlers.presentation import guide
from handlers.presentation.due_days import due_day
from handlers.presentation.suggestions import card, earlier, refusals
from handlers.suggestions import cards, keys
from handlers.suggestions.callbacks import HandIn, LookOver
from storage.models.suggestions import Suggestion
from storage.vocabulary import Role

router = Router(name="suggestions.handing_in")
router.message.filter(HasRole(Role.REPRESENTATIVE))
router.callback_query.filter(HasRole(Role.REPRESENTATIVE))


@router.callback_query(LookOver.filter())
async def look_over(query: CallbackQuery, callback_data: LookOver, ctx: Context, state: FSMContext) -> None:
    """What is missing and what it reminds of; then it can be handed in."""
    t, one = ctx.t, await access.being_written(ctx.out, ctx.actor, callback_data.suggestion)
    await state.set_state(None)
    flaws, signed = signing.flaws(one), len(signing.standing(one))
    needed = rules.needed(one.kind, one.lead.level)
    ready = not flaws and signed >= needed
    parts: list[str] = [join([card.head(t, one), bold(t("Looked over before it is handed in"))])]
    if flaws:
        parts.append(join([t("⚠️ Please see to this first:"), refusals.missing(t, flaws)]))
    parts.append(_names(t, one, signed, needed))
    hints = _hints(t, one)
    parts.append(hints)
    today = (await calendar(ctx.out)).day_of(ctx.now)
    parts.append(earlier.before(t, await similar.similar(ctx.out, one), today))
    if ready:
        parts.append(
            t("If you hand it in, the office has it, and the text can be changed no more unless it comes back.")
        )
    rows = [[Button(t("📮 Hand it in"), HandIn(suggestion=one.id, version=one.version))]] if ready else []
    if hints:
        rows.append([guide.piece_key(t, "unsuitable")])
    ctx.show(Screen(join(parts, "\n\n"), [*rows, [keys.back(t, one.id)]]))


def _names(t: Translator, one: Suggestion, signed: int, needed: int) -> Html:
    """How many have signed this text, how many must, and who falls away."""
    said = t.plural("✍️ {n} name stands below it.", "✍️ {n} names stand below it.", signed)
    lacking = needed - signed
    if lacking > 0:
        wanted = t.plural("⚠️ {n} more is needed.", "⚠️ {n} more are needed.", lacking)
        return join([said, wanted, keys.needed(t, one)])
    there = signing.standing(one)
    away = [t.named(each.representative) for each in one.signatures if each not in there]
    fall = t("Without a word on this text, these are left out: {names}", names=t.listed(away)) if away else ""
    return join([said, fall])


def _hints(t: Translator, one: Suggestion) -> Html:
    """The kinds of matters that are no suggestions, as far as words hint at one, each with what to do instead."""
    hinted = unsuitable.hinted("\n".join((one.title, one.matter, one.reasons, one.proposal)))
    if not hinted:
        return Html()
    lines = [
        join(
            [
                t("• “{word}” reads like: {kind}", word=word, kind=bold(kind.name[t.language])),
                kind.door[t.language],
            ]
        )
        for kind, word in hinted[:3]
    ]
    head = t("🚪 Some matters are no suggestions. If this is one, it will come back; if not, go on:")
    return join([head, *lines])


@router.callback_query(HandIn.filter())
async def hand_in(query: CallbackQuery, callback_data: HandIn, ctx: Context, state: FSMContext) -> None:
    """It is handed in."""
    one = await signing.hand_in(ctx.out, ctx.actor, callback_data.suggestion, callback_data.version)
    day = due_day(ctx.t, one.due_at, await calendar(ctx.out))
    above = ctx.t("📮 It is handed in. The office decides by {day}; you hear of it here.", day=day)
    await cards.show_one(ctx, state, suggestion_id=one.id, above=above)
