"""A constituent edits a message: it changes the draft, or the opinion while it is unscreened, or adds to it."""

from dataclasses import replace

from aiogram import Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.fsm.context import FSMContext
from aiogram.types import Message

from handlers.constituents import drafting, previewing
from handlers.conversation import opinion_drafts as drafts
from handlers.conversation.callbacks import Go
from handlers.conversation.contents import said_of
from handlers.conversation.context import Context
from handlers.conversation.drafts import present
from handlers.conversation.opinion_drafts import Drafting
from handlers.conversation.screen import Button, Screen
from handlers.conversation.texts import Html, Translator
from handlers.core.casework import access, rules
from handlers.core.casework.actions import constituent
from handlers.core.casework.content import Said
from handlers.presentation import names
from handlers.presentation.callbacks import OpenMine
from storage.models.opinions import Entry, Opinion
from storage.queries import own
from storage.queries.files import Attached
from storage.vocabulary import Action, Role

router = Router(name="constituents.editing")


@router.edited_message()
async def edited(message: Message, ctx: Context, state: FSMContext) -> None:
    """Of a draft, of an opinion, or of neither: then others are asked."""
    if await _in_draft(message, ctx, state):
        return
    entry = await own.entry_of_message(ctx.session, ctx.me.id, ctx.chat_id, message.message_id)
    if entry is None:
        raise SkipHandler
    said = said_of(message)
    if said is not None and _differs(entry, said):
        await _in_opinion(ctx, await access.mine(ctx.out, ctx.actor, entry.opinion_id), entry, said)


async def _in_draft(message: Message, ctx: Context, state: FSMContext) -> bool:
    for where in drafts.ASIDE:
        aside = drafts.of(ctx.conversation, where)
        kept = aside.rewrite(message, lambda others, said: others.too_much(ctx.t, said))
        if kept is not None:
            drafts.keep(ctx.conversation, aside, where)
            if kept.trouble:
                ctx.show(Screen(kept.trouble, [[Button(ctx.t("🏠 Home"), Go(to="home"))]]))
            return True
    draft = drafts.of(ctx.conversation)
    found = draft.rewrite(message, lambda others, said: others.too_much(ctx.t, said))
    if found is None:
        return False
    changed = found.changed
    if found.trouble:
        present(ctx, draft, await drafting.card(ctx, draft, found.trouble))
    elif changed and await state.get_state() == Drafting.looking_over.state and draft.wanted is not None:
        await previewing.preview_again(ctx, draft)
    elif changed:
        present(ctx, draft, await drafting.card(ctx, draft))
    drafts.keep(ctx.conversation, draft)
    return True


def _differs(entry: Entry, said: Said) -> bool:
    """Telegram also reports as an edit what changes nothing for us: a preview that appeared, a place that moved on."""
    return entry.text != said.text or bool(_new_files(entry, said))


def _new_files(entry: Entry, said: Said) -> list[Attached]:
    """Attachments that were not there before: a file is known by any id that its channel has called it."""
    known = [one.file.copies if one.file is not None else () for one in entry.attachments]
    called = {copy.external_id for copies in known for copy in copies}
    has_place = any(one.file is None for one in entry.attachments)
    return [
        one for one in said.attachments if (not has_place if one.external_id is None else one.external_id not in called)
    ]


async def _in_opinion(ctx: Context, opinion: Opinion, entry: Entry, said: Said) -> None:
    """Unscreened: changed. Else it is kept as an addition, if the opinion takes one."""
    t = ctx.t
    if rules.find(opinion.stage, Action.EDIT, Role.CONSTITUENT) is not None and not opinion.appealed:
        await constituent.rewrite(ctx.out, ctx.actor, opinion.id, entry, said)
        _say(ctx, opinion, t("{reference} is changed as you edited it.", reference=opinion.reference))
    elif await constituent.may(ctx.out, opinion, Action.ADD):
        await constituent.say(
            ctx.out, ctx.actor, opinion.id, Action.ADD, [replace(said, attachments=_new_files(entry, said))]
        )
        _say(ctx, opinion, _kept(t, opinion))
    else:
        text = t(
            "I saw your edit, but {reference} is {stage} and stays as it is.",
            reference=opinion.reference,
            stage=t(names.OWN_STAGE_NAMES[opinion.stage]),
        )
        _say(ctx, opinion, text)


def _kept(t: Translator, opinion: Opinion) -> Html:
    if opinion.representative is None:
        return t(
            "I kept your change as an addition, because {reference} was read already.", reference=opinion.reference
        )
    return t(
        "I kept your change as an addition, because {reference} is already with {name}.",
        reference=opinion.reference,
        name=t.named(opinion.representative),
    )


def _say(ctx: Context, opinion: Opinion, text: Html) -> None:
    ctx.show(Screen(text, [[Button(ctx.t("📋 Follow it"), OpenMine(opinion=opinion.id))]]), opinion_id=opinion.id)
