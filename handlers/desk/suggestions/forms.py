"""What can be done with a suggestion at the desk: a form for each action, by whose it is."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from handlers.conversation.texts import N_
from handlers.core.casework.outcomes import legend
from handlers.core.errors import check_length
from handlers.core.suggestions import rules
from handlers.core.suggestions.actions import office, promises, rating, signing, unit
from handlers.desk.fields import Choice, Field, missing
from handlers.desk.web import Desk, number
from handlers.presentation import outcomes
from handlers.presentation.names import SATISFACTION_LABELS
from handlers.presentation.promises import DONE_LABELS
from handlers.presentation.suggestions.names import LABELS
from storage.models.suggestions import Suggestion
from storage.queries import referrals
from storage.suggestion_vocabulary import SuggestionAction
from storage.vocabulary import OF_ANY_ANSWER, Done, Outcome, Role, Satisfaction

A = SuggestionAction
One = TypeVar("One", Outcome, Satisfaction, Done)


@dataclass(frozen=True, slots=True)
class Typed:
    """What was filled in, for a suggestion as it was seen."""

    desk: Desk
    suggestion_id: int

    def number(self, name: str) -> int:
        """A number that was sent along; 0: none."""
        return number(self.desk.asked.typed(name))

    @property
    def version(self) -> int:
        """The version that was seen."""
        return self.number("version")

    @property
    def words(self) -> str:
        """The words, as they will be read."""
        return self.desk.asked.typed("words")

    @property
    def day(self) -> date | None:
        """The day that was chosen; None for none, or what is no day."""
        try:
            return date.fromisoformat(self.desk.asked.typed("day"))
        except ValueError:
            return None

    def chosen(self, of: type[One], name: str) -> One:
        """What was chosen. Raises `Unusable` for nothing, or what is none."""
        found = next((one for one in of if one.value == self.desk.asked.typed(name)), None)
        if found is None:
            raise missing(self.desk)
        return found


@dataclass(frozen=True, slots=True)
class Form:
    """What is asked for an action, and doing it."""

    label: str
    do: Callable[[Desk, Typed], Awaitable[object]]
    fields: Sequence[Field] = ()

    def check(self, typed: Typed) -> None:
        """Raises `Unusable`, `TextTooLong`."""
        for field in self.fields:
            value = typed.desk.asked.typed(field.name)
            check_length(value, field.longest)
            if (field.needed and not value) or (field.kind == "day" and value and typed.day is None):
                raise missing(typed.desk)


async def units(desk: Desk, one: Suggestion) -> list[Choice]:
    """All units; the one that has it first."""
    found = sorted(await referrals.units(desk.session), key=lambda unit: unit.id != one.unit_id)
    return [Choice(str(unit.id), desk.t.named(unit)) for unit in found]


async def _classes(desk: Desk, one: Suggestion) -> list[Choice]:
    language = desk.t.language
    return [
        Choice(outcome.value, f"{outcomes.named(desk.t, outcome).plain}: {row.meaning[language]}")
        for outcome, row in legend().items()
    ]


async def _opinions(desk: Desk, one: Suggestion) -> list[Choice]:
    return [Choice(each.value, desk.t(SATISFACTION_LABELS[each]).plain) for each in OF_ANY_ANSWER]


async def _done(desk: Desk, one: Suggestion) -> list[Choice]:
    return [Choice(each.value, desk.t(label).plain) for each, label in DONE_LABELS.items()]


def _words(label: str, *, needed: bool = True, longest: int = rules.LONGEST_WHY) -> Field:
    return Field("words", "words", label, needed, longest=longest)


WHY = _words(N_("Why"))
_MISSING = _words(N_("What is missing, where something is"), needed=False)


def _said(act: Callable[..., Awaitable[object]]) -> Callable[[Desk, Typed], Awaitable[object]]:
    """An action that takes words."""
    return lambda desk, typed: act(desk.out, desk.actor, typed.suggestion_id, typed.version, typed.words)


def _seen(act: Callable[..., Awaitable[object]]) -> Callable[[Desk, Typed], Awaitable[object]]:
    """An action that takes nothing but what was seen."""
    return lambda desk, typed: act(desk.out, desk.actor, typed.suggestion_id, typed.version)


async def _assign(desk: Desk, typed: Typed) -> object:
    helps = [number(one) for one in desk.asked.form.get("supporting", ()) if number(one)]
    lead = typed.number("unit")
    return await office.assign(desk.out, desk.actor, typed.suggestion_id, typed.version, lead, helps)


async def _ask_time(desk: Desk, typed: Typed) -> object:
    if typed.day is None:
        raise missing(desk)
    return await unit.ask_time(desk.out, desk.actor, typed.suggestion_id, typed.version, typed.day, typed.words)


async def _reply(desk: Desk, typed: Typed) -> object:
    outcome = typed.chosen(Outcome, "outcome")
    day = typed.day if legend()[outcome].needs_date else None
    return await unit.reply(desk.out, desk.actor, typed.suggestion_id, typed.version, outcome, day, typed.words)


async def _rate(desk: Desk, typed: Typed) -> object:
    said, round_ = typed.chosen(Satisfaction, "satisfaction"), typed.number("round")
    return await rating.rate(desk.out, desk.actor, typed.suggestion_id, round_, said, typed.words or None)


async def _judge(desk: Desk, typed: Typed) -> object:
    said, round_ = typed.chosen(Done, "done"), typed.number("round")
    return await promises.judge(desk.out, desk.actor, typed.suggestion_id, round_, said, typed.words or None)


FORMS: Mapping[Role, Mapping[SuggestionAction, Form]] = {
    Role.STAFF: {
        A.ACCEPT: Form(LABELS[Role.STAFF, A.ACCEPT], _seen(office.accept)),
        A.ASSIGN: Form(
            N_("🏢 Assign it"),
            _assign,
            (
                Field("unit", "choice", N_("Which unit leads?"), choices=units),
                Field("supporting", "many", N_("Which support it, up to five?"), needed=False, choices=units),
            ),
        ),
        A.RETURN: Form(
            LABELS[Role.STAFF, A.RETURN],
            _said(office.give_back),
            (_words(N_("What should be better? All who signed read it.")),),
        ),
        A.DECLINE: Form(
            LABELS[Role.STAFF, A.DECLINE],
            _said(office.decline),
            (_words(N_("Why, and what can they do instead? All who signed read it.")),),
        ),
        A.GRANT_TIME: Form(LABELS[Role.STAFF, A.GRANT_TIME], _seen(office.grant_time)),
        A.REFUSE_TIME: Form(LABELS[Role.STAFF, A.REFUSE_TIME], _said(office.refuse_time), (WHY,)),
    },
    Role.UNIT: {
        A.TALK: Form(
            LABELS[Role.UNIT, A.TALK],
            lambda desk, typed: unit.talk(desk.out, desk.actor, typed.suggestion_id, typed.words),
            (_words(N_("With whom, when, and what came of it? The representative reads it.")),),
        ),
        A.REPLY: Form(
            LABELS[Role.UNIT, A.REPLY],
            _reply,
            (
                Field("outcome", "choice", N_("Result"), choices=_classes),
                Field("day", "day", N_("Promised by, where something is"), needed=False),
                _words(N_("The reply, as all who signed read it"), longest=rules.LONGEST_REPLY),
            ),
        ),
        A.SUPPORT: Form(
            N_("🤝 Write our part"),
            lambda desk, typed: unit.support(desk.out, desk.actor, typed.suggestion_id, typed.words),
            (_words(N_("What your unit contributes; the unit that leads and the office read it")),),
        ),
        A.REPORT: Form(LABELS[Role.UNIT, A.REPORT], _said(promises.report), (_words(N_("How far it is")),)),
        A.REPORT_DONE: Form(
            LABELS[Role.UNIT, A.REPORT_DONE], _said(promises.report_done), (_words(N_("What was done, and when")),)
        ),
        A.ASK_TIME: Form(LABELS[Role.UNIT, A.ASK_TIME], _ask_time, (Field("day", "day", N_("Until")), WHY)),
        A.GIVE_BACK: Form(LABELS[Role.UNIT, A.GIVE_BACK], _said(unit.not_ours), (WHY,)),
    },
    Role.REPRESENTATIVE: {
        A.SIGN: Form(
            N_("✍️ Sign it"),
            lambda desk, typed: signing.sign(desk.out, desk.actor, typed.suggestion_id, typed.number("edition")),
        ),
        A.REFUSE_TO_SIGN: Form(
            N_("🙅 Do not sign"),
            lambda desk, typed: signing.refuse_to_sign(desk.out, desk.actor, typed.suggestion_id),
        ),
        A.HAND_IN: Form(N_("📮 Hand it in"), _seen(signing.hand_in)),
        A.RATE: Form(
            N_("💬 Say what you think"),
            _rate,
            (Field("satisfaction", "choice", N_("The reply"), choices=_opinions), _MISSING),
        ),
        A.JUDGE: Form(
            N_("🏁 Say whether it is done"),
            _judge,
            (Field("done", "choice", N_("Was it really done?"), choices=_done), _MISSING),
        ),
        A.WITHDRAW: Form(N_("🗑 Withdraw it"), _seen(signing.withdraw)),
    },
}
