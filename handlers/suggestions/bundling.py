"""Opinions are taken into a suggestion, and out: its reply answers them."""

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from handlers.conversation import navigation, paging
from handlers.conversation.context import Context
from handlers.conversation.filters import HasRole
from handlers.conversation.navigation import opens
from handlers.conversation.screen import LONGEST_LABEL, Button, Screen, column
from handlers.conversation.texts import Html, dotted, join, shortened
from handlers.core.suggestions import access
from handlers.core.suggestions.actions import writing
from handlers.presentation.suggestions import names
from handlers.suggestions import keys
from handlers.suggestions.callbacks import OpinionPage, ToggleMatter, ToggleOpinion
from storage.models.suggestions import Suggestion
from storage.queries import bundles, opinions
from storage.stages import IN_HAND
from storage.vocabulary import Role

router = Router(name="suggestions.bundling")
router.message.filter(HasRole(Role.REPRESENTATIVE))
router.callback_query.filter(HasRole(Role.REPRESENTATIVE))

LIST = "suggestion-opinions"
PAGE, MATTERS = 6, 2
"""Opinions a page, and matters above them at most."""
MOST = 200
"""So many cases in hand are offered: our own choice; from each case's own card any can be taken in."""


@router.callback_query(OpinionPage.filter())
async def turn_page(query: CallbackQuery, callback_data: OpinionPage, ctx: Context, state: FSMContext) -> None:
    """A page of the opinions that can be in it."""
    where = paging.reading(ctx.conversation, LIST, callback_data.page, of=callback_data.suggestion)
    await _list(ctx, state, where)


@opens(navigation.LIST + LIST)
async def show_list(ctx: Context, state: FSMContext, *, of: int, words: str | None = None) -> None:
    """The same as they left it, or what says these words."""
    await _list(ctx, state, paging.reading(ctx.conversation, LIST, words=words, of=of))


async def _list(ctx: Context, state: FSMContext, where: paging.Reading) -> None:
    await state.set_state(None)
    t, one = ctx.t, await access.being_written(ctx.out, ctx.actor, where.of)
    inside = await bundles.linked(ctx.session, one.id)
    known = {each.id for each in inside}
    hand = await opinions.list_of_representatives(ctx.session, [one.lead_id], IN_HAND, MOST)
    entries = [(each.id, f"✅ {dotted(each.reference, each.summary)}") for each in inside]
    entries += [(each.id, dotted(each.reference, each.summary)) for each in hand if each.id not in known]
    page, found = where.cut(entries, lambda entry: entry[1], PAGE)
    offered = [
        Button(
            shortened(label, LONGEST_LABEL), ToggleOpinion(suggestion=one.id, opinion=number, into=number not in known)
        )
        for number, label in found
    ]
    text = join(
        [
            where.title(t, page, names.called(t, one)),
            t("Press an opinion to take it in, or out (✅ is in). Its author reads the reply and rates it."),
        ],
        "\n\n",
    )
    turning = page.turning(lambda number: OpinionPage(suggestion=one.id, page=number))
    ctx.show(
        Screen(
            text,
            [*column(await _matters(ctx, one)), *column(offered), turning, where.keys(t, page), [keys.back(t, one.id)]],
        )
    )


async def _matters(ctx: Context, one: Suggestion) -> list[Button]:
    """Keys of the matters that group what is in it: all their opinions come along, which only staff read."""
    within = {matter.id for matter in await bundles.matters_in(ctx.session, one.id)}
    keys = []
    for matter in (await bundles.matters_of(ctx.session, one.id))[:MATTERS]:
        label = ctx.t.plural("🧩 {title}: all {n}", "🧩 {title}: all {n}", matter.opinions,
                             title=Html(shortened(matter.title, 30)))  # fmt: skip
        mark = "✅ " if matter.id in within else ""
        pressed = ToggleMatter(suggestion=one.id, matter=matter.id, into=matter.id not in within)
        keys.append(Button(f"{mark}{label.plain}", pressed))
    return keys


@router.callback_query(ToggleMatter.filter())
async def toggle_matter(query: CallbackQuery, callback_data: ToggleMatter, ctx: Context, state: FSMContext) -> None:
    """The whole matter is in, or out."""
    t, asked = ctx.t, callback_data
    act = writing.bundle_matter if asked.into else writing.unbundle_matter
    one: Suggestion = await act(ctx.out, ctx.actor, asked.suggestion, asked.matter)
    into = t("The whole matter is in it: the authors of all its opinions will read the answer.")
    ctx.toast(into if asked.into else t("The matter is out of it again; what you took in by itself stays."))
    await _list(ctx, state, paging.reading(ctx.conversation, LIST, of=one.id))


@router.callback_query(ToggleOpinion.filter())
async def toggle(query: CallbackQuery, callback_data: ToggleOpinion, ctx: Context, state: FSMContext) -> None:
    """It is in, or out."""
    asked = callback_data
    act = writing.bundle if asked.into else writing.unbundle
    one: Suggestion = await act(ctx.out, ctx.actor, asked.suggestion, asked.opinion)
    t = ctx.t
    into = t("It is in the suggestion; its author will read the answer.")
    ctx.toast(into if asked.into else t("It is out of the suggestion again."))
    await _list(ctx, state, paging.reading(ctx.conversation, LIST, of=one.id))
