"""Colleagues are asked to sign, by name; each reads it and signs, or does not, in their own chat."""

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from handlers.conversation import navigation, paging
from handlers.conversation.context import Context
from handlers.conversation.filters import HasRole
from handlers.conversation.navigation import opens
from handlers.conversation.screen import LONGEST_LABEL, Button, Screen, column
from handlers.conversation.texts import N_, Html, Translator, bold, join, shortened
from handlers.core.directory import sitting
from handlers.core.suggestions import access, rules
from handlers.core.suggestions.actions import signing
from handlers.presentation.seats import seat_label
from handlers.presentation.suggestions import card, names
from handlers.suggestions import cards, keys
from handlers.suggestions.callbacks import AskAnew, Invite, NamePage, RefuseToSign, Sign, Uninvite
from storage.models.suggestions import Signature, Suggestion
from storage.queries import directory
from storage.suggestion_vocabulary import SignatureState
from storage.vocabulary import Role

router = Router(name="suggestions.cosigning")
router.message.filter(HasRole(Role.REPRESENTATIVE))
router.callback_query.filter(HasRole(Role.REPRESENTATIVE))

LIST = "suggestion-names"
PAGE = 7
STATES = {
    SignatureState.SIGNED: N_("🔁 {name}: signed an earlier text"),
    SignatureState.INVITED: N_("⏳ {name}: asked"),
    SignatureState.REFUSED: N_("🙅 {name}: does not sign"),
}


@router.callback_query(NamePage.filter())
async def turn_page(query: CallbackQuery, callback_data: NamePage, ctx: Context, state: FSMContext) -> None:
    """A page of the names, and of colleagues who can be asked."""
    where = paging.reading(ctx.conversation, LIST, callback_data.page, of=callback_data.suggestion)
    await _list(ctx, state, where)


@opens(navigation.LIST + LIST)
async def show_list(ctx: Context, state: FSMContext, *, of: int, words: str | None = None) -> None:
    """The same as they left it, or whoever is called so."""
    await _list(ctx, state, paging.reading(ctx.conversation, LIST, words=words, of=of))


async def _list(ctx: Context, state: FSMContext, where: paging.Reading, above: Html | str = "") -> None:
    t, one = ctx.t, await access.being_written(ctx.out, ctx.actor, where.of)
    await where.takes_names(state)
    asked = [each for each in one.signatures if each.representative_id != one.lead_id]
    known = {each.representative_id for each in one.signatures}
    everybody = [each for each in await directory.in_office(ctx.session, None) if each.level is one.lead.level]
    others = [each for each in everybody if each.id not in known]
    if where.words:
        others = sitting.named(others, where.words)
        asked = sitting_of(asked, where.words)
    page = where.page(len(asked) + len(others), PAGE)
    lines: list[Button] = [Button(_name(t, one, each), _unask(one, each)) for each in asked]
    lines += [
        Button(seat_label(t, each, with_level=False), Invite(suggestion=one.id, representative=each.id))
        for each in others
    ]
    head = where.title(t, page, join([bold(t("Who signs it with you?")), names.called(t, one)]))
    how = t("Press a name to ask them; they read it in their own chat. Press one who was asked to ask them no longer.")
    text = join([above, head, join([how, keys.needed(t, one)]), card.signatures(t, one)], "\n\n")
    turning = page.turning(lambda number: NamePage(suggestion=one.id, page=number))
    found = column(page.of(lines))
    ctx.show(Screen(text, [*found, turning, where.keys(t, page, more=True), [keys.back(t, one.id)]]))


def sitting_of(asked: list[Signature], words: str) -> list[Signature]:
    """Those of the names that are called so."""
    found = {each.id for each in sitting.named([each.representative for each in asked], words)}
    return [each for each in asked if each.representative_id in found]


def _name(t: Translator, one: Suggestion, each: Signature) -> str:
    name = t.named(each.representative)
    if rules.stands(each.state, each.edition, one.edition):
        return shortened(f"✍️ {name}", LONGEST_LABEL)
    return shortened(t(STATES[each.state], name=name).plain, LONGEST_LABEL)


def _unask(one: Suggestion, each: Signature) -> Uninvite:
    return Uninvite(suggestion=one.id, representative=each.representative_id)


@router.callback_query(Invite.filter())
async def invite(query: CallbackQuery, callback_data: Invite, ctx: Context, state: FSMContext) -> None:
    """They were asked."""
    one = await signing.invite(ctx.out, ctx.actor, callback_data.suggestion, callback_data.representative)
    ctx.toast(ctx.t("They were asked, and will read it. You hear what they say."))
    await _list(ctx, state, paging.reading(ctx.conversation, LIST, words="", of=one.id))


@router.callback_query(Uninvite.filter())
async def uninvite(query: CallbackQuery, callback_data: Uninvite, ctx: Context, state: FSMContext) -> None:
    """Their name is away, and they were told."""
    one = await signing.uninvite(ctx.out, ctx.actor, callback_data.suggestion, callback_data.representative)
    ctx.toast(ctx.t("They are asked no longer, and were told."))
    await _list(ctx, state, paging.reading(ctx.conversation, LIST, of=one.id))


@router.callback_query(AskAnew.filter())
async def ask_anew(query: CallbackQuery, callback_data: AskAnew, ctx: Context, state: FSMContext) -> None:
    """Who signed an earlier text was asked to sign this one."""
    asked = await signing.ask_anew(ctx.out, ctx.actor, callback_data.suggestion)
    who = ctx.t.listed(ctx.t.named(each.representative) for each in asked)
    above = ctx.t("🔁 Asked to sign the new text: {names}", names=who)
    await cards.show_one(ctx, state, suggestion_id=callback_data.suggestion, above=above)


@router.callback_query(Sign.filter())
async def sign(query: CallbackQuery, callback_data: Sign, ctx: Context, state: FSMContext) -> None:
    """They signed; the lead was told."""
    one = await signing.sign(ctx.out, ctx.actor, callback_data.suggestion, callback_data.edition)
    above = ctx.t("✍️ Thank you: you have signed it, and {name} was told.", name=ctx.t.named(one.lead))
    await cards.show_one(ctx, state, suggestion_id=one.id, above=above)


@router.callback_query(RefuseToSign.filter())
async def refuse(query: CallbackQuery, callback_data: RefuseToSign, ctx: Context, state: FSMContext) -> None:
    """They do not sign; the lead was told."""
    one = await signing.refuse_to_sign(ctx.out, ctx.actor, callback_data.suggestion)
    above = ctx.t("🙅 You do not sign it, and {name} was told. Until it is handed in, you can still change your mind.",
                  name=ctx.t.named(one.lead))  # fmt: skip
    await cards.show_one(ctx, state, suggestion_id=one.id, above=above)
