"""A suggestion as the paper form, and a list of them as a workbook."""

from collections.abc import Sequence
from datetime import datetime

from aiogram import Router
from aiogram.methods import SendDocument
from aiogram.types import CallbackQuery

from handlers.conversation.context import Context
from handlers.conversation.filters import HasRole
from handlers.conversation.texts import N_, Html, Translator, dotted
from handlers.core.suggestions import access
from handlers.core.suggestions.actions import taking_out
from handlers.core.suggestions.paper import Paper, ReplyLetter
from handlers.presentation import outcomes
from handlers.presentation.names import LEVEL_NAMES, SATISFACTION_LABELS
from handlers.presentation.suggestions import names
from handlers.suggestions.callbacks import TakeBook, TakePaper
from handlers.suggestions.lists import narrowed
from storage.models.suggestions import Suggestion, SuggestionRating, SuggestionReply
from storage.queries import suggestions as kept
from storage.suggestion_vocabulary import SuggestionPart
from storage.vocabulary import Role, Satisfaction

router = Router(name="suggestions.taking_out")
router.message.filter(HasRole(Role.REPRESENTATIVE, Role.UNIT, Role.STAFF))
router.callback_query.filter(HasRole(Role.REPRESENTATIVE, Role.UNIT, Role.STAFF))

MOST = 2_000
"""Lines of a workbook at most: our own choice, several years of a county; narrowed lists have the others."""
COLUMNS = (
    N_("Reference"),
    N_("Title"),
    N_("Kind"),
    N_("Session"),
    N_("Lead"),
    N_("Co-signers"),
    N_("State"),
    N_("Unit"),
    N_("Supported by"),
    N_("Handed in"),
    N_("Assigned"),
    N_("Due"),
    N_("Replied"),
    N_("Class"),
    N_("Promised by"),
    N_("Talks"),
    N_("Satisfied"),
    N_("Mostly"),
    N_("Dissatisfied"),
)


@router.callback_query(TakePaper.filter())
async def take_paper(query: CallbackQuery, callback_data: TakePaper, ctx: Context) -> None:
    """The paper form as a file."""
    view = await access.view(ctx.out, ctx.actor, callback_data.suggestion)
    form = paper(ctx.t, view.one, await kept.ratings(ctx.session, view.one.id))
    content = await taking_out.take_paper(ctx.out, ctx.actor, view.one.id, form)
    document = await ctx.out.file(f"{view.one.reference}.docx", content)
    ctx.out.send(ctx.chat_id, SendDocument(chat_id=ctx.chat_id, document=document))
    ctx.toast(ctx.t("Here it comes."))


def paper(t: Translator, one: Suggestion, ratings: Sequence[SuggestionRating]) -> Paper:
    """What the form shows, in the reader's language."""
    others = [t.named(each.representative) for each in one.signatures if each.representative_id != one.lead_id]
    level = t(LEVEL_NAMES[one.lead.level.value]).plain
    facts = [
        (t("Title"), one.title),
        (t("Lead"), dotted(t.named(one.lead), level, one.lead.constituency)),
        (t("Co-signers"), t.listed(others) if others else "—"),
        (t("Session"), names.session_name(t, one)),
        (t("Handed in on"), t.day(one.handed_in_at) if one.handed_in_at is not None else "—"),
        (t("Lead unit"), t.named(one.unit) or "—"),
        (t("Supporting units"), t.listed(t.named(each.unit) for each in one.supporting) or "—"),
    ]
    parts = [
        (t(names.PARTS[part]), getattr(one, part.value)) for part in SuggestionPart if part is not SuggestionPart.TITLE
    ]
    return Paper(
        _plain(t("{kind} of a representative", kind=names.kind_name(t, one.kind).split(" ", 1)[1])),
        one.reference,
        [(_plain(what), _plain(value)) for what, value in facts],
        [(_plain(what), value) for what, value in parts],
        [_letter(t, one, reply, [each for each in ratings if each.round == reply.round]) for reply in one.replies],
        _plain(t("What those who signed think of it")),
    )


def _letter(t: Translator, one: Suggestion, reply: SuggestionReply, given: list[SuggestionRating]) -> ReplyLetter:
    opinions = []
    for each in given:
        said = t(SATISFACTION_LABELS[each.satisfaction]).plain.split(" ", 1)[-1]
        opinions.append((t.named(each.representative), dotted(said, each.why or "")))
    promised = t("Promised by {day}.", day=t.day(reply.planned_for)).plain if reply.planned_for is not None else ""
    return ReplyLetter(
        _plain(t("Class: {letter}", letter=reply.outcome.value)),
        _plain(t("Reply to {reference}", reference=one.reference)),
        "\n".join(filter(None, (one.title, outcomes.named(t, reply.outcome).plain, promised, "", reply.text))),
        [t.named(reply.unit), t.day(reply.at).plain],
        opinions,
    )


def _plain(value: str) -> str:
    return value.plain if isinstance(value, Html) else value


@router.callback_query(TakeBook.filter())
async def take_book(query: CallbackQuery, callback_data: TakeBook, ctx: Context) -> None:
    """The list as a workbook."""
    ctx.actor.require_county()
    t, reach = ctx.t, access.scope(ctx.actor)
    by, title = await narrowed(ctx, callback_data.of)
    found = await kept.whole(ctx.session, reach, by, MOST)
    ids = [one.id for one in found]
    talks, given = await kept.talked(ctx.session, ids), await kept.ratings_of(ctx.session, ids)
    rows = [
        _row(t, one, talks.get(one.id, 0), [each for each in given if each.suggestion_id == one.id]) for one in found
    ]
    replied = [one for one in found if one.replies]
    remark = t(
        "Replied to: {replied} of {all}. Talked with the representative before the reply: {talked} of {replied}.",
        replied=len(replied),
        all=len(found),
        talked=sum(1 for one in replied if talks.get(one.id)),
    ).plain
    header = [t(name).plain for name in COLUMNS]
    content = await taking_out.take_book(ctx.out, ctx.actor, title, remark, header, rows)
    document = await ctx.out.file("suggestions.xlsx", content)
    ctx.out.send(ctx.chat_id, SendDocument(chat_id=ctx.chat_id, document=document))
    ctx.toast(t("Here it comes."))


def _row(t: Translator, one: Suggestion, talks: int, given: list[SuggestionRating]) -> list[str | int | float]:
    reply = one.replies[-1] if one.replies else None
    newest = [each.satisfaction for each in given if reply is not None and each.round == reply.round]
    others = [t.named(each.representative) for each in one.signatures if each.representative_id != one.lead_id]
    return [
        one.reference,
        one.title,
        names.kind_name(t, one.kind).split(" ", 1)[1],
        names.session_name(t, one),
        t.named(one.lead),
        t.listed(others).plain,
        t(names.STAGES[one.stage]).plain,
        t.named(one.unit),
        t.listed(t.named(each.unit) for each in one.supporting).plain,
        _day(t, one.handed_in_at),
        _day(t, one.assigned_at),
        _day(t, one.due_at),
        _day(t, reply.at if reply is not None else None),
        reply.outcome.value if reply is not None else "",
        reply.planned_for.isoformat() if reply is not None and reply.planned_for is not None else "",
        talks,
        newest.count(Satisfaction.SATISFIED),
        newest.count(Satisfaction.MOSTLY),
        newest.count(Satisfaction.DISSATISFIED),
    ]


def _day(t: Translator, instant: datetime | None) -> str:
    return instant.astimezone(t.zone).date().isoformat() if instant is not None else ""
