"""What is known already about what somebody writes: an opinion of theirs under way, matters of their neighbours."""

from collections.abc import Set
from datetime import timedelta
from typing import NamedTuple

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from handlers.conversation import opinion_drafts as drafts
from handlers.conversation.callbacks import Go
from handlers.conversation.context import Context
from handlers.conversation.opinion_drafts import BringBack, OpinionDraft
from handlers.conversation.screen import LONGEST_LABEL, Button, Screen
from handlers.conversation.texts import Html, bold, join, quote, shortened
from handlers.core.casework import repeats
from handlers.core.matters import finding
from handlers.core.matters.actions import constituent
from handlers.presentation import matters as words
from handlers.presentation.callbacks import EndorseInstead, Into, OpenPublicMatter, SendOwn
from storage.models.matters import Matter
from storage.queries import matters, own
from storage.queries.own import Own
from storage.queries.topics import Offered
from storage.stages import OPEN
from storage.vocabulary import Action

router = Router(name="constituents.already_known")

LOOKED_BACK = timedelta(days=90)
"""Age beyond which nothing of theirs counts as repeated; it may also be closed for good then."""
COMPARED = 50
"""So many of their newest opinions are looked at."""
SHOWN = 3
"""Matters: our own choice, who is shown more reads none."""
ANSWER_HOLDS = timedelta(days=365)
"""So long the public answer to a matter is shown first to who writes about the same: our own choice."""


class Known(NamedTuple):
    """What is known already."""

    own: Own | None
    matters: list[Matter]
    written: dict[int, str]
    """References of their own opinions in these matters, by matter."""

    @property
    def names(self) -> list[str]:
        """What stands for each in a draft."""
        return [*([f"o{self.own.id}"] if self.own is not None else []), *(f"m{one.id}" for one in self.matters)]


async def screen(ctx: Context, draft: OpinionDraft, topic: Offered | None) -> Screen | None:
    """What is known about a draft and was not shown yet, with the ways on; None: nothing. Looked once a revision."""
    if draft.looked == draft.revision:
        return None
    draft.looked = draft.revision
    known = await _look(ctx, draft, topic)
    new = set(known.names) - set(draft.told)
    if not new:
        return None
    draft.told = [*draft.told, *sorted(new)]
    return _screen(ctx, draft, known)


async def _look(ctx: Context, draft: OpinionDraft, topic: Offered | None) -> Known:
    topic_id = topic.id if topic is not None else None
    found = (await finding.near(ctx.session, draft.words, ctx.me.area, topic_id))[:SHOWN]
    released = await matters.public(ctx.session, found) if found else {}
    written = {
        number: reference
        for number in released
        if (reference := await matters.own_in(ctx.session, number, ctx.me.id)) is not None
    }
    theirs = await _own(ctx, draft, set(written.values()))
    return Known(theirs, [released[number] for number in found if number in released], written)


async def _own(ctx: Context, draft: OpinionDraft, in_matters: Set[str]) -> Own | None:
    """Their own opinion under way that says the same, or is in a matter that this is about."""
    before = await own.since(ctx.session, ctx.me.id, ctx.now - LOOKED_BACK, COMPARED)
    under_way = {one.id: one for one in before if one.stage in OPEN}
    if not under_way:
        return None
    found = repeats.resembling(draft.words, await own.texts(ctx.session, list(under_way)))
    if found is not None:
        return under_way[found]
    return next((one for one in under_way.values() if one.reference in in_matters), None)


def _screen(ctx: Context, draft: OpinionDraft, known: Known) -> Screen:
    t, rows, parts = ctx.t, [], []
    if known.own is not None:
        one = known.own
        head = t("You wrote this on {day}: {reference}", day=t.day(one.submitted_at), reference=bold(one.reference))
        parts.append(join([head, quote(one.summary), t("It is under way. What shall become of what you wrote now?")]))
        add = Into(opinion=one.id, version=one.version, action=Action.ADD, draft=draft.id)
        rows.append([Button(t("➕ Add it to {reference}", reference=one.reference), add)])
    answers = [one for one in known.matters if _answered_lately(ctx, one)]
    if known.matters:
        parts.append(
            t("💡 This is known here already. Does it help?") if answers else t("💡 This is known here already:")
        )
    for matter in known.matters:
        reference = known.written.get(matter.id)
        parts.append(_shown(ctx, matter, reference, with_answer=matter in answers))
        if reference is not None:
            continue
        label = t("🙋 Add my voice") if len(known.matters) == 1 else t("🙋 Add my voice: {title}", title=matter.title)
        data = EndorseInstead(draft=draft.id, matter=matter.id)
        rows.append([Button(shortened(label.plain, LONGEST_LABEL), data)])
    label = t("📨 Send it as new")
    if known.matters:
        label = t("📨 It does not help: send mine") if answers else t("📨 Send mine anyway")
    rows.append([Button(label, SendOwn(draft=draft.id))])
    rows.append([Button(t("✏️ Text"), Go(to="draft")), Button(t("🗑 Throw away"), Go(to="draft-drop"))])
    return Screen(join(list(parts), "\n\n"), rows)


def _answered_lately(ctx: Context, one: Matter) -> bool:
    return one.answered_at is not None and one.answered_at >= ctx.now - ANSWER_HOLDS


def _shown(ctx: Context, one: Matter, own_reference: str | None, *, with_answer: bool) -> Html:
    """Nothing but what is public of it, and which opinion of their own is in it."""
    t, counted = ctx.t, ""
    if own_reference is not None:
        counted = t("You wrote about this yourself: {reference}. You hear of it there.", reference=bold(own_reference))
    return join(
        [
            bold(f"🧩 {one.title}"),
            quote(one.summary),
            words.neighbours(t, one),
            words.answered(t, one) if with_answer else "",
            counted,
        ]
    )


@router.callback_query(EndorseInstead.filter())
async def endorse(query: CallbackQuery, callback_data: EndorseInstead, ctx: Context, state: FSMContext) -> None:
    """Their voice counts; what they wrote is kept with it, and can still be sent by itself."""
    t, draft = ctx.t, drafts.of(ctx.conversation)
    if not draft.parts or draft.id != callback_data.draft:
        ctx.show(drafts.gone(t))
        return
    voice, _ = await constituent.endorse(ctx.out, ctx.actor, callback_data.matter, draft.said)
    await state.set_state(None)
    drafts.keep(ctx.conversation, draft, "dropped")
    drafts.drop(ctx.conversation)
    ctx.conversation.screen_call = None
    text = join(
        [
            t("🙋 Your voice is added: {title}", title=bold(voice.matter.title)),
            t("What you wrote is kept with it: the staff read it, your neighbours never do."),
            t("You hear here of every answer and promise."),
        ]
    )
    rows = [
        [Button(t("📋 Follow it"), OpenPublicMatter(matter=voice.matter.id))],
        [Button(t("📨 Send it by itself too"), BringBack(draft=draft.id))],
        [Button(t("🏠 Home"), Go(to="home"))],
    ]
    ctx.show(Screen(text, rows))
