"""Somebody writes about a case: over several messages, with a preview that grows, until it is sent or left."""

from typing import Any

from aiogram import F, Router
from aiogram.filters import Command, Filter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.conversation import case_drafts as drafts
from handlers.conversation.case_drafts import CaseDraft, Kind, kind_of
from handlers.conversation.contents import said_of
from handlers.conversation.context import Context
from handlers.conversation.drafts import present
from handlers.conversation.filters import AboutCase, AboutOpinion, HasRole
from handlers.conversation.screen import Button, Screen
from handlers.conversation.texts import Html
from handlers.core.casework import access, candidates, commitments, extensions
from handlers.core.casework.content import Said
from handlers.core.casework.referrals import passed_on
from handlers.core.casework.reopening import if_dissatisfied
from handlers.core.casework.supporting import parts
from handlers.core.errors import OpinionNotFound
from handlers.core.workdays.days import calendar
from handlers.presentation.callbacks import RepresentativeAct
from handlers.presentation.labels import OPENS, elsewhere, ways
from handlers.writing import readers, screens, steps
from handlers.writing.callbacks import BringBack, MeantAs, TakeBack, ThrowAway
from handlers.writing.case_roles import CASE_ROLES
from storage.models.directory import HandlingUnit, Representative
from storage.models.opinions import Opinion
from storage.queries import caseload, referrals, unit_work
from storage.vocabulary import Action, Role, Stage

WRITERS = (Role.REPRESENTATIVE, Role.UNIT, Role.STAFF)
"""Roles that write about cases. What is begun belongs to one of them, and is read, shown and sent only in it."""

router = Router(name="writing.writing")
router.message.filter(HasRole(*WRITERS))
router.edited_message.filter(HasRole(*WRITERS))
router.callback_query.filter(HasRole(*WRITERS))

NAMES_UNIT = (
    Kind.REFERRAL,
    Kind.STAFF_REFERRAL,
    Kind.RETURNING,
    Kind.SUPPORT,
    Kind.STAFF_SUPPORT,
    Kind.UNIT_SUPPORT,
)
"""Kinds in which `whom` is a unit."""
LETTERS = (Action.REPLY, Action.ASK)
AT_ONCE = {*LETTERS, Action.PROPOSE_DECLINE, Action.PASS_ON, Action.SEND_BACK, Action.TAKE_BACK}
"""Actions that a representative writes about without choosing anything before."""


class IsWriting(Filter):
    """The person is writing about a case, in a role they still hold; gives `draft`."""

    async def __call__(self, message: Message, ctx: Context, state: FSMContext) -> bool | dict[str, Any]:
        found = drafts.current(ctx.conversation)
        return {"draft": found} if found is not None and ctx.has(found.form.by) else False


class OfBegun(Filter):
    """The message is part of something begun; gives `draft`."""

    async def __call__(self, message: Message, ctx: Context, state: FSMContext) -> bool | dict[str, Any]:
        found = drafts.of_message(ctx.conversation, message.message_id)
        return {"draft": found} if found is not None and ctx.has(found.form.by) else False


class WentOut(Filter):
    """The message was sent about a case; gives the case's `reference`, and the text `as_sent`."""

    async def __call__(self, message: Message, ctx: Context) -> bool | dict[str, Any]:
        found = await caseload.sent_in(ctx.session, ctx.chat_id, message.message_id)
        return False if found is None else found._asdict()


@router.callback_query(HasRole(Role.REPRESENTATIVE), RepresentativeAct.filter(F.action.in_(AT_ONCE)))
async def begin(query: CallbackQuery, callback_data: RepresentativeAct, ctx: Context, state: FSMContext) -> None:
    """Begin, or go on with what was begun."""
    asked = callback_data
    opinion = await CASE_ROLES[Role.REPRESENTATIVE].as_shown(ctx, state, asked.opinion, asked.version, asked.action)
    if opinion is None:
        return
    kind = kind_of(asked.action, Role.REPRESENTATIVE)
    draft = drafts.of(ctx.conversation, opinion.id, kind)
    draft.action = asked.action
    if asked.action is Action.ASK and opinion.stage is Stage.REFERRED and not draft.parts:
        words = await unit_work.question_of(ctx.session, opinion.id)
        if words:
            draft.take(Said(words))
    await show(ctx, opinion, draft, anew=True)


@router.message(HasRole(Role.REPRESENTATIVE), AboutCase(), ~F.text.startswith("/"))
async def swiped(message: Message, ctx: Context, opinion_id: int) -> None:
    """A reply to any message about a case begins a letter, or goes on with it; one that is to be checked, with that."""
    kind, opinion = Kind.LETTER, await access.had(ctx.out, ctx.actor, Role.REPRESENTATIVE, opinion_id)
    if opinion is not None and opinion.stage is Stage.REPLIED:
        kind = Kind.PASSING
    await take_in(message, ctx, opinion_id, kind)


async def take_in(message: Message, ctx: Context, opinion_id: int, kind: Kind) -> None:
    """A message begins something of this kind about a case, or goes on with it."""
    draft = drafts.of(ctx.conversation, opinion_id, kind)
    now = drafts.current(ctx.conversation)
    await _take(message, ctx, draft, anew=now is None or now.key != draft.key)


@router.message(IsWriting(), ~AboutOpinion(), ~F.text.startswith("/"))
async def written(message: Message, ctx: Context, draft: CaseDraft) -> None:
    """Another part of it."""
    await _take(message, ctx, draft)


async def _take(message: Message, ctx: Context, draft: CaseDraft, *, anew: bool = False) -> None:
    said = said_of(message)
    note = screens.not_taken(ctx.t, draft, said)
    if said is not None and not note:
        draft.take(said)
    opinion = await still_theirs(ctx, draft)
    if opinion is not None:
        await show(ctx, opinion, draft, note=note, anew=anew)


@router.edited_message(OfBegun())
async def rewrite(message: Message, ctx: Context, draft: CaseDraft) -> None:
    """An edited message changes what was begun with it, if it reads otherwise now."""
    found = draft.rewrite(message, lambda others, said: screens.not_taken(ctx.t, others, said) or None)
    if found is None or not (found.changed or found.trouble):
        return
    now = drafts.current(ctx.conversation)
    if now is None or now.key != draft.key:
        drafts.keep(ctx.conversation, draft)
        text = found.trouble or ctx.t("What you have begun to write is changed. It waits for you in the case.")
        ctx.show(Screen(text, [[_open(ctx, draft)]]))
        return
    opinion = await still_theirs(ctx, draft)
    if opinion is not None:
        await show(ctx, opinion, draft, note=found.trouble or "")


def _open(ctx: Context, draft: CaseDraft) -> Button:
    return Button(ctx.t("Open"), OPENS[draft.form.by](opinion=draft.opinion))


@router.edited_message(WentOut())
async def rewrite_sent(message: Message, ctx: Context, reference: str, as_sent: str) -> None:
    """Say that what went out stays as it was read; Telegram also reports as an edit that a link has got its picture."""
    said = said_of(message)
    if said is None or said.text == as_sent:
        return
    text = ctx.t("{reference}: this has gone out already, and changing it here changes nothing.", reference=reference)
    ctx.show(Screen(text, [ways(ctx.t, Role.REPRESENTATIVE)]))


@router.callback_query(HasRole(Role.REPRESENTATIVE), MeantAs.filter(F.action.in_(LETTERS)))
async def mean(query: CallbackQuery, callback_data: MeantAs, ctx: Context, state: FSMContext) -> None:
    """It is an answer, or a question: shown as it will be read."""
    draft = drafts.find(ctx.conversation, callback_data.opinion, Kind.LETTER)
    if draft is not None:
        draft.action = callback_data.action
    await show_changed(ctx, state, callback_data.opinion, Kind.LETTER, draft)


@router.callback_query(TakeBack.filter())
async def take_back(query: CallbackQuery, callback_data: TakeBack, ctx: Context, state: FSMContext) -> None:
    """Without the last message."""
    draft = drafts.find(ctx.conversation, callback_data.opinion, callback_data.kind)
    if draft is not None:
        del draft.parts[-1:]
    await show_changed(ctx, state, callback_data.opinion, callback_data.kind, draft)


async def show_changed(ctx: Context, state: FSMContext, opinion_id: int, kind: Kind, draft: CaseDraft | None) -> None:
    """The preview as it reads now; the case, if nothing is begun any more."""
    if draft is None:
        await show_gone(ctx, state, opinion_id, kind)
        return
    opinion = await still_theirs(ctx, draft)
    if opinion is not None:
        await show(ctx, opinion, draft)


@router.callback_query(ThrowAway.filter())
async def throw_away(query: CallbackQuery, callback_data: ThrowAway, ctx: Context, state: FSMContext) -> None:
    """All of it; it can be brought back."""
    draft = drafts.find(ctx.conversation, callback_data.opinion, callback_data.kind)
    if draft is None:
        await show_gone(ctx, state, callback_data.opinion, callback_data.kind)
        return
    if await still_theirs(ctx, draft) is None:
        return
    drafts.throw_away(ctx.conversation, draft)
    t, here = ctx.t, {"opinion": draft.opinion, "kind": draft.kind}
    rows = [[Button(t("↩️ Bring it back"), BringBack(**here)), _open(ctx, draft)], ways(t, draft.form.by)]
    ctx.show(Screen(t("It is thrown away."), rows))


@router.callback_query(BringBack.filter())
async def bring_back(query: CallbackQuery, callback_data: BringBack, ctx: Context, state: FSMContext) -> None:
    """It was thrown away by mistake; only the last one that was can be had again."""
    draft = drafts.bring_back(ctx.conversation, callback_data.opinion, callback_data.kind)
    await show_changed(ctx, state, callback_data.opinion, callback_data.kind, draft)


async def show_gone(ctx: Context, state: FSMContext, opinion_id: int, kind: Kind) -> None:
    """Say that what the key was for is sent or thrown away, and show the case."""
    ctx.toast(ctx.t("This was sent or thrown away already. Here is where the case stands now."), alert=True)
    await CASE_ROLES[drafts.FORMS[kind].by].show(ctx, state, opinion_id)


@router.message(Command("cancel"), IsWriting())
async def cancel(message: Message, ctx: Context, state: FSMContext, draft: CaseDraft) -> None:
    """Leave it; what was written is kept."""
    t = ctx.t
    await state.set_state(None)
    text = t("Left. What you wrote is kept; open the case to go on with it.") if draft.parts else t("Left.")
    ctx.show(Screen(text, [[_open(ctx, draft)], ways(t, draft.form.by)]))


async def show(ctx: Context, opinion: Opinion, draft: CaseDraft, *, note: str = "", anew: bool = False) -> None:
    """The preview as it is now, in place of the one before (`anew`: as a new message); writing goes on."""
    screen = screens.preview(ctx.t, await _view(ctx, opinion, draft, note))
    if anew or (draft.shown is None and isinstance(ctx.event, Message)):
        ctx.show(screen, opinion_id=opinion.id, fresh=True)
        draft.shown = ctx.conversation.screen_call
    elif isinstance(ctx.event, CallbackQuery):
        ctx.show(screen, opinion_id=opinion.id)
    else:
        present(ctx, draft, screen, opinion_id=opinion.id)
    drafts.go_on(ctx.conversation, draft)


async def _view(ctx: Context, opinion: Opinion, draft: CaseDraft, note: str) -> screens.Preview:
    """All that the preview shows."""
    possible, days = await access.possible(ctx.out, opinion, draft.form.by), await calendar(ctx.out)
    languages = await readers.languages(ctx.out, opinion, draft)
    follows = await if_dissatisfied(ctx.out, opinion)
    view = screens.Preview(opinion, draft, possible, days, follows, languages=languages, note=note)
    match draft.kind:
        case Kind.MOVING | Kind.UNIT_REQUEST | Kind.PROGRESS:
            view.promise = await commitments.of(ctx.session, opinion)
        case Kind.STEPS:
            await _add_steps(ctx, view)
        case Kind.REFUSAL:
            view.due_at = await extensions.after_refusal(ctx.out, opinion)
        case Kind.HANDING if draft.whom is not None:
            chosen = await ctx.session.get_one(Representative, draft.whom)
            view.whom = (await candidates.weighed(ctx.session, [chosen], opinion))[0]
        case Kind.ENTRUSTING if draft.whom is not None:
            view.unit = await ctx.session.get_one(HandlingUnit, draft.whom)
            view.promise = await commitments.of(ctx.session, opinion)
        case _ if draft.kind in NAMES_UNIT and draft.whom is not None:
            view.unit = await ctx.session.get_one(HandlingUnit, draft.whom)
        case Kind.UNIT_REPLY:
            referral = await referrals.current(ctx.session, opinion.id)
            view.parts = await parts(ctx.session, referral) if referral is not None else ()
        case Kind.PASSING:
            referral = await referrals.current(ctx.session, opinion.id)
            view.passed = await passed_on(ctx.session, referral) if referral is not None else None
    return view


async def _add_steps(ctx: Context, view: screens.Preview) -> None:
    """What was typed as steps, read: of a promise, or of the reply that is begun."""
    draft, today = view.draft, view.days.day_of(ctx.now)
    view.promise = await commitments.of(ctx.session, view.opinion)
    reply = drafts.find(ctx.conversation, draft.opinion, Kind.UNIT_REPLY)
    due_on = view.promise.due_on if view.promise is not None else reply.day if reply is not None else None
    if due_on is not None:
        done = [one for one in view.promise.steps if one.done_at is not None] if view.promise is not None else []
        view.due_on, view.today = due_on, today
        view.steps = steps.read(ctx.t, draft.words, today, due_on, beside=len(done))


async def still_theirs(ctx: Context, draft: CaseDraft) -> Opinion | None:
    """The case, locked, if this can still be sent about it; else None, and the words are given back to copy.

    A letter whose kind is not possible any more (a question, when one waits already) must be said anew what it is.
    """
    role = draft.form.by
    try:
        opinion = await access.to_write(ctx.out, ctx.actor, role, draft.opinion, draft.action)
    except OpinionNotFound:
        gone = await access.had(ctx.out, ctx.actor, role, draft.opinion)
        if gone is None:
            raise
        await _give_back(ctx, gone, draft, elsewhere(ctx.t, gone, role))
        return None
    possible = await access.possible(ctx.out, opinion, role)
    if draft.kind is Kind.LETTER and draft.action not in possible:
        draft.action = None
    if draft.action in (Action.SUPPORT, Action.GIVE_BACK) or any(action in possible for action in draft.form.actions):
        return opinion
    await _give_back(ctx, opinion, draft, await CASE_ROLES[role].why_not(ctx, opinion))
    return None


async def _give_back(ctx: Context, opinion: Opinion, draft: CaseDraft, why: Html) -> None:
    role = draft.form.by
    drafts.drop(ctx.conversation, draft)
    ids = [representative.id for representative in ctx.representatives]
    theirs = role is not Role.REPRESENTATIVE or opinion.representative_id in ids
    opens = OPENS[role](opinion=opinion.id) if theirs else None
    ctx.show(screens.too_late(ctx.t, opinion, draft, why, opens, ways(ctx.t, role)), opinion_id=opinion.id)
