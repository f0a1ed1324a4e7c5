"""What the office and units do with a suggestion: at once, or with words that are typed, previewed and sent."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.conversation.context import Context
from handlers.conversation.filters import AboutOpinion, HasRole
from handlers.conversation.reading import read_day
from handlers.conversation.screen import Button, Screen, column
from handlers.conversation.texts import N_, Html, join, quote
from handlers.core.casework.outcomes import legend
from handlers.core.errors import DayOutOfRange, Refusal, check_length
from handlers.core.suggestions import access, rules
from handlers.core.suggestions.actions import office, promises, rating, unit
from handlers.core.suggestions.errors import SuggestionMovedOn
from handlers.core.workdays.days import calendar
from handlers.presentation import outcomes
from handlers.presentation.common_texts import typed_words, unread
from handlers.presentation.common_texts import words as words_of
from handlers.presentation.suggestions import names
from handlers.suggestions import cards, keys
from handlers.suggestions.callbacks import ActOnSuggestion, PickClass, SayIt, TimeUntil
from storage.models.suggestions import Suggestion
from storage.suggestion_vocabulary import SuggestionAction
from storage.vocabulary import Done, Outcome, Role, Satisfaction

router = Router(name="suggestions.saying")
router.message.filter(HasRole(Role.REPRESENTATIVE, Role.UNIT, Role.STAFF))
router.callback_query.filter(HasRole(Role.REPRESENTATIVE, Role.UNIT, Role.STAFF))

A = SuggestionAction


class SayingOfSuggestion(StatesGroup):
    """Typing a day, or words, for what is in the data as `suggestion_said` (`Said`)."""

    day = State()
    words = State()


class Said(NamedTuple):
    """What somebody is about to do with a suggestion."""

    suggestion: int
    version: int
    act: str
    day: str | None = None
    outcome: str | None = None
    round: int = 0
    words: str = ""
    done: str | None = None

    @property
    def on(self) -> date | None:
        """The day that goes with it."""
        return date.fromisoformat(self.day) if self.day else None


class Form(NamedTuple):
    """How an action that takes words is asked for, previewed and done."""

    question: str
    head: str
    """Above the preview: who reads it."""
    key: str
    done: str
    do: Callable[[Context, Said], Awaitable[object]]


def _with_words(act: Callable[..., Awaitable[Suggestion]]) -> Callable[[Context, Said], Awaitable[object]]:
    return lambda ctx, said: act(ctx.out, ctx.actor, said.suggestion, said.version, said.words)


async def _reply(ctx: Context, said: Said) -> object:
    outcome = Outcome(said.outcome or "")
    return await unit.reply(ctx.out, ctx.actor, said.suggestion, said.version, outcome, said.on, said.words)


async def _ask_time(ctx: Context, said: Said) -> object:
    assert said.on is not None  # noqa: S101 - it is asked first
    return await unit.ask_time(ctx.out, ctx.actor, said.suggestion, said.version, said.on, said.words)


async def _judge(ctx: Context, said: Said) -> object:
    done = Done(said.done or "")
    return await promises.judge(ctx.out, ctx.actor, said.suggestion, said.round, done, said.words)


async def _dissatisfied(ctx: Context, said: Said) -> object:
    why, bad = said.words, Satisfaction.DISSATISFIED
    return await rating.rate(ctx.out, ctx.actor, said.suggestion, said.round, bad, why)


FORMS: Mapping[SuggestionAction, Form] = {
    A.RETURN: Form(
        N_("↩️ What should be better? All who signed read this."),
        N_("It goes back to its lead; all who signed read:"),
        N_("↩️ Give it back"),
        N_("↩️ It is back with its lead, who can change it and hand it in again."),
        _with_words(office.give_back),
    ),
    A.DECLINE: Form(
        N_("🚫 Why is it declined, and what can they do instead? All who signed read this."),
        N_("It is declined for good; all who signed read:"),
        N_("🚫 Decline it"),
        N_("🚫 It is declined; all who signed were told why."),
        _with_words(office.decline),
    ),
    A.REFUSE_TIME: Form(
        N_("✋ Why is there no more time? The unit reads this."),
        N_("The day stays; the unit reads:"),
        N_("✋ No more time"),
        N_("✋ The day stays; the unit was told why."),
        _with_words(office.refuse_time),
    ),
    A.GIVE_BACK: Form(
        N_("↩️ Why is it not yours, and whose is it? The office reads this."),
        N_("It goes back to the office, who reads:"),
        N_("↩️ Not ours"),
        N_("↩️ It is back with the office, who assigns it anew."),
        _with_words(unit.not_ours),
    ),
    A.TALK: Form(
        N_("🗣 With whom did you talk, when, and what came of it? The representative reads this."),
        N_("This is written down, and the representative reads:"),
        N_("🗣 Write it down"),
        N_("🗣 The talk is written down; it counts for your contact rate."),
        lambda ctx, said: unit.talk(ctx.out, ctx.actor, said.suggestion, said.words),
    ),
    A.SUPPORT: Form(
        N_("🤝 What does your unit contribute? The unit that leads reads this."),
        N_("The unit that leads, and the office, read:"),
        N_("🤝 Send our part"),
        N_("🤝 Your part is with the unit that leads."),
        lambda ctx, said: unit.support(ctx.out, ctx.actor, said.suggestion, said.words),
    ),
    A.ASK_TIME: Form(
        N_("⏳ Why is more time needed? The office reads this, and if it agrees, all who signed."),
        N_("The office is asked for time; it reads:"),
        N_("⏳ Ask for the time"),
        N_("⏳ The office was asked; until it decides, the day stays."),
        _ask_time,
    ),
    A.REPLY: Form(
        N_("💬 Write the reply: what was done, what will be done by when, and if something cannot be done, why."),
        N_("All who signed read this, and so do the authors of the opinions in it:"),
        N_("💬 Send the reply"),
        N_("💬 The reply is out. Those who signed are asked what they think of it."),
        _reply,
    ),
    A.RATE: Form(
        N_("🙁 What is missing? The unit reads this."),
        N_("You are not satisfied; the unit and all who signed read:"),
        N_("🙁 Say so"),
        N_("🙁 Thank you, it is noted; the unit reads it."),
        _dissatisfied,
    ),
    A.REPORT: Form(
        N_("🔧 How far is what you promised? A few words are enough; all who signed read them."),
        N_("All who signed read:"),
        N_("🔧 Report progress"),
        N_("🔧 It is reported; all who signed read it."),
        _with_words(promises.report),
    ),
    A.REPORT_DONE: Form(
        N_("🏁 What was done, and when? All who signed read it, and are asked whether it was really done."),
        N_("All who signed are asked whether it was really done; they read:"),
        N_("🏁 Report it done"),
        N_("🏁 It is reported done; all who signed are asked."),
        _with_words(promises.report_done),
    ),
    A.JUDGE: Form(
        N_("What is missing? The unit and all who signed read this."),
        N_("The unit and all who signed read:"),
        N_("🙁 Say so"),
        N_("🙏 Thank you, it is noted; the unit reads it."),
        _judge,
    ),
}
AT_ONCE: Mapping[SuggestionAction, tuple[Callable[..., Awaitable[Suggestion]], str]] = {
    A.ACCEPT: (office.accept, N_("✅ It is accepted. Now say which unit handles it.")),
    A.GRANT_TIME: (office.grant_time, N_("✅ The unit has the time; everybody was told.")),
}
OWN_KEYS = (A.RATE, A.JUDGE)
"""What is begun by keys of its own, which say more than that."""
MONTHS = (30, 60, 90)
"""Days that have a key where more time is asked for."""


async def _keep(state: FSMContext, said: Said, awaited: State) -> None:
    await state.set_state(awaited)
    await state.update_data(suggestion_said=list(said))


async def _said(state: FSMContext) -> Said:
    kept: list[Any] = (await state.get_data()).get("suggestion_said") or [0, 0, ""]
    return Said(*kept)


@router.callback_query(ActOnSuggestion.filter())
async def act(query: CallbackQuery, callback_data: ActOnSuggestion, ctx: Context, state: FSMContext) -> None:
    """Do it, or ask what goes with it."""
    asked, here = callback_data, callback_data.act
    view = await access.view(ctx.out, ctx.actor, asked.suggestion)
    if here in AT_ONCE:
        done, words = AT_ONCE[here]
        await done(ctx.out, ctx.actor, asked.suggestion, asked.version)
        await cards.show_one(ctx, state, suggestion_id=asked.suggestion, above=ctx.t(words))
        return
    if here not in FORMS or here in OWN_KEYS or view.one.version != asked.version:
        raise SuggestionMovedOn(view.one.id)
    said = Said(asked.suggestion, asked.version, here.value)
    if here is A.REPLY:
        await _ask_class(ctx, view.one)
    elif here is A.ASK_TIME:
        await _ask_day(ctx, state, said)
    else:
        await ask_words(ctx, state, said)


async def _ask_class(ctx: Context, one: Suggestion) -> None:
    t, offered = ctx.t, []
    for outcome in legend():
        data = PickClass(suggestion=one.id, version=one.version, outcome=outcome)
        offered.append(Button(outcomes.named(t, outcome), data))
    text = join([names.called(t, one), t("💬 What came of it?"), outcomes.explained(t)])
    ctx.show(Screen(text, [*column(offered), [keys.back(t, one.id)]]))


@router.callback_query(PickClass.filter())
async def pick_class(query: CallbackQuery, callback_data: PickClass, ctx: Context, state: FSMContext) -> None:
    """The class of the reply; one that promises something names a day."""
    asked = callback_data
    one = await access.of_unit(ctx.out, ctx.actor, asked.suggestion, asked.version)
    said = Said(one.id, one.version, A.REPLY.value, outcome=asked.outcome.value)
    if legend()[asked.outcome].needs_date:
        await _ask_day(ctx, state, said)
    else:
        await ask_words(ctx, state, said)


async def _ask_day(ctx: Context, state: FSMContext, said: Said, fault: Html | str = "") -> None:
    t, days = ctx.t, await calendar(ctx.out)
    await _keep(state, said, SayingOfSuggestion.day)
    today = days.day_of(ctx.now)
    offered: list[Button] = []
    if said.act == A.ASK_TIME.value:
        one = await access.of_unit(ctx.out, ctx.actor, said.suggestion)
        after, last = await unit.time_range(ctx.out, one)
        ahead = {min(days.next_working(after + timedelta(days=n)), last) for n in MONTHS}
        offered = [
            Button(t.day(day), TimeUntil(suggestion=one.id, day=day.isoformat()))
            for day in sorted(ahead)
            if day > after
        ]
        head = t("⏳ Until when? {day} at the latest.", day=t.day(last))
    else:
        head = t("📅 By which day is it done?")
    how = t("Write a day like {example}.", example=t.typed(today + timedelta(days=30)))
    ctx.show(Screen(join([fault, join([head, how], " ")], "\n\n"), [*column(offered), [keys.back(t, said.suggestion)]]))


@router.callback_query(SayingOfSuggestion.day, TimeUntil.filter())
async def pick_day(query: CallbackQuery, callback_data: TimeUntil, ctx: Context, state: FSMContext) -> None:
    """A day by its key."""
    await _take_day(ctx, state, callback_data.day)


@router.message(SayingOfSuggestion.day, ~AboutOpinion(), ~F.text.startswith("/"))
async def typed_day(message: Message, ctx: Context, state: FSMContext) -> None:
    """A day as it is typed."""
    await _take_day(ctx, state, message.text or "")


async def _take_day(ctx: Context, state: FSMContext, typed: str) -> None:
    said, days = await _said(state), await calendar(ctx.out)
    day = read_day(typed, days.day_of(ctx.now), ctx.t.language)
    if day is None:
        await _ask_day(ctx, state, said, unread(ctx.t, typed))
        return
    try:
        one = await access.of_unit(ctx.out, ctx.actor, said.suggestion, said.version)
        if said.act == A.ASK_TIME.value:
            await unit.check_time(ctx.out, one, day)
        else:
            await unit.check_planned(ctx.out, Outcome(said.outcome or ""), day)
    except DayOutOfRange as outside:
        await _ask_day(ctx, state, said, words_of(outside, ctx.t))
        return
    await ask_words(ctx, state, said._replace(day=day.isoformat()))


async def ask_words(ctx: Context, state: FSMContext, said: Said) -> None:
    """Ask for the words that go with it."""
    await _keep(state, said, SayingOfSuggestion.words)
    ctx.show(Screen(ctx.t(FORMS[A(said.act)].question), [[keys.back(ctx.t, said.suggestion)]]))


@router.message(SayingOfSuggestion.words, ~AboutOpinion(), ~F.text.startswith("/"))
async def typed_words_of(message: Message, ctx: Context, state: FSMContext) -> None:
    """The words as they will be read; typed again, the newest count."""
    t, said = ctx.t, await _said(state)
    form, most = FORMS[A(said.act)], rules.LONGEST_REPLY if said.act == A.REPLY.value else rules.LONGEST_WHY
    text = typed_words(t, message.text, _checks(most), [[keys.back(t, said.suggestion)]])
    if isinstance(text, Screen):
        ctx.show(text)
        return
    said = said._replace(words=text)
    await _keep(state, said, SayingOfSuggestion.words)
    view = await access.view(ctx.out, ctx.actor, said.suggestion)
    facts = ""
    if said.outcome is not None:
        facts = outcomes.as_shown(t, Outcome(said.outcome), said.on)
    elif said.on is not None:
        facts = t("Until {day}", day=t.day(said.on))
    lines = [
        names.called(t, view.one),
        t(form.head),
        facts,
        quote(text),
        t("To change the words, just write them again."),
    ]
    now = Button(t(form.key), SayIt(suggestion=said.suggestion, version=said.version, act=A(said.act)))
    ctx.show(Screen(join(list(lines)), [[now], [keys.back(t, said.suggestion)]]))


def _checks(most: int) -> Callable[[str], None]:
    return lambda text: check_length(text, most)


@router.callback_query(SayIt.filter())
async def say(query: CallbackQuery, callback_data: SayIt, ctx: Context, state: FSMContext) -> None:
    """It is done as previewed; where it cannot be, the words are shown once more."""
    said, asked = await _said(state), callback_data
    if (said.suggestion, said.version, said.act) != (
        asked.suggestion,
        asked.version,
        asked.act.value,
    ) or not said.words:
        ctx.toast(ctx.t("This has changed since that preview. Please look it over again."), alert=True)
        await cards.show_one(ctx, state, suggestion_id=asked.suggestion)
        return
    form = FORMS[asked.act]
    try:
        await form.do(ctx, said)
    except Refusal as refusal:
        # What was typed is not lost: it can be copied from here.
        above = join([words_of(refusal, ctx.t), ctx.t("This is what you wrote:"), quote(said.words)])
        await cards.show_one(ctx, state, suggestion_id=said.suggestion, above=above)
        return
    await state.update_data(suggestion_said=None)
    view = await access.view_or_none(ctx.out, ctx.actor, said.suggestion)
    if view is None:
        await state.set_state(None)
        ctx.show(Screen(ctx.t(form.done), [keys.ways(ctx.t)]))
    else:
        await cards.show_one(ctx, state, suggestion_id=said.suggestion, above=ctx.t(form.done))
