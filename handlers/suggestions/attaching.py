"""Photos and files of a suggestion: its lead adds them and takes them out, whoever reads it is sent them."""

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.conversation.contents import not_taken, said_of
from handlers.conversation.context import Context
from handlers.conversation.filters import AboutOpinion, HasRole
from handlers.conversation.navigation import opens
from handlers.conversation.screen import LONGEST_LABEL, Button, Screen, column
from handlers.conversation.texts import Html, join, shortened
from handlers.core.errors import TooManyFiles
from handlers.core.suggestions import access, rules
from handlers.core.suggestions.actions import writing
from handlers.presentation.common_texts import words as words_of
from handlers.presentation.history import counted, show_attachments
from handlers.presentation.suggestions import names
from handlers.suggestions import keys
from handlers.suggestions.callbacks import SuggestionFiles, TakeOutFile
from storage.models.suggestions import Suggestion
from storage.vocabulary import Role

router = Router(name="suggestions.attaching")
router.message.filter(HasRole(Role.REPRESENTATIVE, Role.UNIT, Role.STAFF))
router.callback_query.filter(HasRole(Role.REPRESENTATIVE, Role.UNIT, Role.STAFF))


class AttachingToSuggestion(StatesGroup):
    """Sending photos and files of the suggestion in the data as `suggestion_files`."""

    files = State()


@router.callback_query(SuggestionFiles.filter())
async def files(query: CallbackQuery, callback_data: SuggestionFiles, ctx: Context, state: FSMContext) -> None:
    """Its lead sends more, or takes one out; others are sent them."""
    view = await access.view(ctx.out, ctx.actor, callback_data.suggestion)
    if view.is_lead and view.one.stage in rules.BEING_WRITTEN:
        await show_files(ctx, state, suggestion_id=view.one.id)
        return
    show_attachments(ctx.out, ctx.chat_id, view.one.files)
    ctx.toast(ctx.t("Here they come."))


@opens("suggestion-files")
async def show_files(ctx: Context, state: FSMContext, *, suggestion_id: int, above: Html | str = "") -> None:
    """The photos and files of one that they write."""
    one = await access.being_written(ctx.out, ctx.actor, suggestion_id)
    await state.set_state(AttachingToSuggestion.files)
    await state.update_data(suggestion_files=one.id)
    ctx.show(_screen(ctx, one, above))


def _screen(ctx: Context, one: Suggestion, above: Html | str) -> Screen:
    t = ctx.t
    here = join([t("📷 Photos and files"), counted(t, one.files)], ": ") if one.files else t("No photo or file yet.")
    how = t("Send photos or files, up to {n}. Who signs sees them too; who had signed signs anew.", n=rules.MOST_FILES)
    out = [
        Button(
            shortened(f"✖️ {number}. {each.name or counted(t, [each]).plain}", LONGEST_LABEL),
            TakeOutFile(suggestion=one.id, file=each.id),
        )
        for number, each in enumerate(one.files, 1)
    ]
    return Screen(join([above, names.called(t, one), here, how], "\n\n"), [*column(out), [keys.back(t, one.id)]])


@router.message(AttachingToSuggestion.files, ~AboutOpinion())
async def sent(message: Message, ctx: Context, state: FSMContext) -> None:
    """One more."""
    number: int = (await state.get_data())["suggestion_files"]
    said = said_of(message)
    if said is None or not said.attachments:
        ctx.show(not_taken(ctx.t, message, keys.back(ctx.t, number)))
        return
    try:
        await writing.attach(ctx.out, ctx.actor, number, said.attachments)
    except TooManyFiles as refusal:
        await show_files(ctx, state, suggestion_id=number, above=words_of(refusal, ctx.t))
        return
    await show_files(ctx, state, suggestion_id=number, above=ctx.t("✅ Kept."))


@router.callback_query(TakeOutFile.filter())
async def take_out(query: CallbackQuery, callback_data: TakeOutFile, ctx: Context, state: FSMContext) -> None:
    """It is out."""
    one: Suggestion = await writing.detach(ctx.out, ctx.actor, callback_data.suggestion, callback_data.file)
    await show_files(ctx, state, suggestion_id=one.id, above=ctx.t("✖️ It is out again."))
