"""A representative hands a case over to a colleague: chosen from those nearby, or searched by name."""

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from handlers.conversation import case_drafts as drafts
from handlers.conversation import navigation, paging
from handlers.conversation.case_drafts import Kind
from handlers.conversation.context import Context
from handlers.conversation.errors import Unusable
from handlers.conversation.filters import HasRole
from handlers.conversation.navigation import opens
from handlers.conversation.paging import Reading
from handlers.conversation.screen import Button, Screen
from handlers.conversation.texts import Translator
from handlers.core.casework import candidates
from handlers.core.casework.candidates import Candidate
from handlers.presentation.callbacks import OpenCase, RepresentativeAct
from handlers.presentation.choices import representative_label
from handlers.representatives import inbox
from handlers.representatives.callbacks import COLLEAGUES, ColleaguePage, HandTo
from handlers.writing import writing
from storage.models.directory import Representative
from storage.models.opinions import Opinion
from storage.vocabulary import Action, Role

router = Router(name="representatives.handing_over")
router.message.filter(HasRole(Role.REPRESENTATIVE))
router.callback_query.filter(HasRole(Role.REPRESENTATIVE))


@router.callback_query(RepresentativeAct.filter(F.action == Action.HAND_OVER))
async def choose(query: CallbackQuery, callback_data: RepresentativeAct, ctx: Context, state: FSMContext) -> None:
    """Show who could take it; a remark begun before is kept for whom they choose."""
    opinion = await _shown(ctx, state, callback_data.opinion, callback_data.version)
    if opinion is not None:
        await _offer(ctx, state, opinion, 0, "")


@router.callback_query(ColleaguePage.filter())
async def leaf(query: CallbackQuery, callback_data: ColleaguePage, ctx: Context, state: FSMContext) -> None:
    """Another page of them."""
    opinion = await _shown(ctx, state, callback_data.opinion, callback_data.version)
    if opinion is not None:
        await _offer(ctx, state, opinion, callback_data.page)


@opens(navigation.LIST + COLLEAGUES)
async def show_colleagues(ctx: Context, state: FSMContext, *, of: int, words: str | None = None) -> None:
    """Those who could take it as they left them, or whoever is called so."""
    opinion = await inbox.theirs(ctx, of)
    shown = await _shown(ctx, state, opinion.id, opinion.version) if opinion is not None else None
    if shown is not None:
        await _offer(ctx, state, shown, words=words)


async def _shown(ctx: Context, state: FSMContext, opinion_id: int, version: int) -> Opinion | None:
    return await inbox.as_shown(ctx, state, opinion_id, version, Action.HAND_OVER)


async def _offer(
    ctx: Context, state: FSMContext, opinion: Opinion, wanted: int | None = None, words: str | None = None
) -> None:
    """Those nearby, or by name whoever is in office; a name can be typed at once."""
    where = paging.reading(ctx.conversation, COLLEAGUES, wanted, words, of=opinion.id)
    await where.takes_names(state)
    if where.words:
        named = await candidates.named(ctx.session, where.words, opinion)
        found = [one for one in named if one.representative.id != opinion.representative_id]
    else:
        found = await candidates.colleagues(ctx.session, opinion)
    ctx.show(_offers(ctx.t, opinion, found, where), opinion_id=opinion.id)


def _offers(t: Translator, opinion: Opinion, found: list[Candidate], where: Reading) -> Screen:
    here, page = {"opinion": opinion.id, "version": opinion.version}, where.page(len(found))
    text = t("To whom? 💤 has not joined yet.")
    if where.words:
        text = t("Who shall take {reference}?", reference=opinion.reference)
    text = where.title(t, page, text)
    if not found:
        text = t("Nobody else represents this place. Search for a colleague by name.")
        if where.words:
            text = t("No representative in office is called “{name}”. Try a part of the name.", name=where.words)
    rows = [
        [Button(representative_label(t, one, found), HandTo(representative=one.representative.id, **here))]
        for one in page.of(found)
    ]
    rows.append(page.turning(lambda number: ColleaguePage(page=number, **here)))
    rows.append(where.keys(t, page, more=True))
    return Screen(text, [*rows, [Button(t("⬅️ Back"), OpenCase(opinion=opinion.id))]])


@router.callback_query(HandTo.filter())
async def pick(query: CallbackQuery, callback_data: HandTo, ctx: Context, state: FSMContext) -> None:
    """Chosen: a remark may be written before it is handed over."""
    opinion = await _shown(ctx, state, callback_data.opinion, callback_data.version)
    if opinion is None:
        return
    chosen = await in_office(ctx, callback_data.representative)
    if chosen.id == opinion.representative_id:
        raise Unusable(ctx.t("{name} has it already.", name=ctx.t.named(chosen)))
    draft = drafts.of(ctx.conversation, opinion.id, Kind.HANDING)
    draft.whom = chosen.id
    await writing.show(ctx, opinion, draft, anew=True)


async def in_office(ctx: Context, representative_id: int | None) -> Representative:
    """The representative, if they may take a case. Raises `Unusable`."""
    chosen = await ctx.session.get(Representative, representative_id)
    if chosen is None or not chosen.active:
        raise Unusable(ctx.t("They are no longer in office. Please choose somebody else."))
    return chosen
