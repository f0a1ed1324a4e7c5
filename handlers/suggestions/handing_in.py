"""A suggestion is looked over before it is handed in: what is missing, what it may be, what was raised before."""

from collections.abc import Sequence

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from handlers.conversation.context import Context
from handlers.conversation.filters import HasRole
from handlers.conversation.screen import Button, Screen
from handlers.conversation.texts import Html, Translator, bold, join, quote, shortened
from handlers.core.casework.wording import stretches
from handlers.core.suggestions import access, rules, similar, unsuitable
from handlers.core.suggestions.actions import signing
from handlers.core.suggestions.similar import Like
from handlers.core.workdays.days import calendar
from handlers.core.workdays.rules import Calendar
from handlers.presentation import guide, outcomes
from handlers.presentation.due_days import due_day
from handlers.presentation.suggestions import card, names, refusals
from handlers.suggestions import cards, keys
from handlers.suggestions.callbacks import HandIn, LookOver
from storage.models.suggestions import Suggestion
from storage.vocabulary import Role

router = Router(name="suggestions.handing_in")
router.message.filter(HasRole(Role.REPRESENTATIVE))
router.callback_query.filter(HasRole(Role.REPRESENTATIVE))

EXCERPT = 160
"""Characters of what was answered then."""


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
    parts.append(before(t, await similar.similar(ctx.out, one), await calendar(ctx.out), ctx))
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


def before(t: Translator, found: Sequence[Like], days: Calendar, ctx: Context) -> Html:
    """Earlier ones side by side, each with what was answered then."""
    if not found:
        return t("🔎 Nothing like it was raised before.")
    lines = []
    for like in found:
        one, reply = like.one, like.reply
        whose = t("you raised it yourself") if like.own else one.lead
        when = one.session or (t.month(one.handed_in_at) if one.handed_in_at is not None else "")
        title = [bold(piece) if both else piece for piece, both in stretches(one.title, like.shared)]
        head = join(["🔁" if like.own else "👥", one.reference, join(title, "")], " ")
        facts = join([when, whose, t("{n}% alike", n=like.alike), t(names.STAGES[one.stage])], " · ")
        said: list[str] = [head, facts]
        if reply is not None:
            said += [outcomes.as_shown(t, reply.outcome, None), quote(shortened(reply.text, EXCERPT))]
            if reply.planned_for is not None:
                over = reply.planned_for < days.day_of(ctx.now)
                day = due_day(t, reply.planned_for, None)
                said.append(
                    t("Promised by {day}, which has passed.", day=day) if over else t("Promised by {day}.", day=day)
                )
        else:
            said.append(t("No reply yet."))
        lines.append(join(said))
    head = t("🔎 This was raised before. Say what is new, or ask for what was promised:")
    return join([bold(head), *lines], "\n\n")


@router.callback_query(HandIn.filter())
async def hand_in(query: CallbackQuery, callback_data: HandIn, ctx: Context, state: FSMContext) -> None:
    """It is handed in."""
    one = await signing.hand_in(ctx.out, ctx.actor, callback_data.suggestion, callback_data.version)
    day = due_day(ctx.t, one.due_at, await calendar(ctx.out))
    above = ctx.t("📮 It is handed in. The office decides by {day}; you hear of it here.", day=day)
    await cards.show_one(ctx, state, suggestion_id=one.id, above=above)
