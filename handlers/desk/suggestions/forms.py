"""What can be done with a suggestion at the desk: a form for each action, by whose it is."""

from collections.abc import Mapping
from functools import partial

from handlers.conversation.texts import N_
from handlers.core.casework.outcomes import legend
from handlers.core.suggestions import rules
from handlers.core.suggestions.actions import office, promises, rating, signing, unit
from handlers.desk.acts import Form, Typed, plainly, with_day_and_words, with_words
from handlers.desk.fields import Choice, Field, words_field
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


_words = partial(words_field, longest=rules.LONGEST_WHY)
WHY = _words(N_("Why"))
_MISSING = _words(N_("What is missing, where something is"), needed=False)


async def _assign(desk: Desk, typed: Typed) -> object:
    helps = [number(one) for one in desk.asked.form.get("supporting", ()) if number(one)]
    lead = typed.number("unit")
    return await office.assign(desk.out, desk.actor, typed.id, typed.version, lead, helps)


async def _reply(desk: Desk, typed: Typed) -> object:
    outcome = typed.chosen(Outcome, "outcome")
    day = typed.day if legend()[outcome].needs_date else None
    return await unit.reply(desk.out, desk.actor, typed.id, typed.version, outcome, day, typed.words)


async def _rate(desk: Desk, typed: Typed) -> object:
    said, round_ = typed.chosen(Satisfaction, "satisfaction"), typed.number("round")
    return await rating.rate(desk.out, desk.actor, typed.id, round_, said, typed.words or None)


async def _judge(desk: Desk, typed: Typed) -> object:
    said, round_ = typed.chosen(Done, "done"), typed.number("round")
    return await promises.judge(desk.out, desk.actor, typed.id, round_, said, typed.words or None)


FORMS: Mapping[Role, Mapping[SuggestionAction, Form]] = {
    Role.STAFF: {
        A.ACCEPT: Form(LABELS[Role.STAFF, A.ACCEPT], plainly(office.accept)),
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
            with_words(office.give_back),
            (_words(N_("What should be better? All who signed read it.")),),
        ),
        A.DECLINE: Form(
            LABELS[Role.STAFF, A.DECLINE],
            with_words(office.decline),
            (_words(N_("Why, and what can they do instead? All who signed read it.")),),
        ),
        A.GRANT_TIME: Form(LABELS[Role.STAFF, A.GRANT_TIME], plainly(office.grant_time)),
        A.REFUSE_TIME: Form(LABELS[Role.STAFF, A.REFUSE_TIME], with_words(office.refuse_time), (WHY,)),
    },
    Role.UNIT: {
        A.TALK: Form(
            LABELS[Role.UNIT, A.TALK],
            lambda desk, typed: unit.talk(desk.out, desk.actor, typed.id, typed.words),
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
            lambda desk, typed: unit.support(desk.out, desk.actor, typed.id, typed.words),
            (_words(N_("What your unit contributes; the unit that leads and the office read it")),),
        ),
        A.REPORT: Form(LABELS[Role.UNIT, A.REPORT], with_words(promises.report), (_words(N_("How far it is")),)),
        A.REPORT_DONE: Form(
            LABELS[Role.UNIT, A.REPORT_DONE], with_words(promises.report_done), (_words(N_("What was done, and when")),)
        ),
        A.ASK_TIME: Form(
            LABELS[Role.UNIT, A.ASK_TIME], with_day_and_words(unit.ask_time), (Field("day", "day", N_("Until")), WHY)
        ),
        A.GIVE_BACK: Form(LABELS[Role.UNIT, A.GIVE_BACK], with_words(unit.not_ours), (WHY,)),
    },
    Role.REPRESENTATIVE: {
        A.SIGN: Form(
            N_("✍️ Sign it"),
            lambda desk, typed: signing.sign(desk.out, desk.actor, typed.id, typed.number("edition")),
        ),
        A.REFUSE_TO_SIGN: Form(
            N_("🙅 Do not sign"),
            lambda desk, typed: signing.refuse_to_sign(desk.out, desk.actor, typed.id),
        ),
        A.HAND_IN: Form(N_("📮 Hand it in"), plainly(signing.hand_in)),
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
        A.WITHDRAW: Form(N_("🗑 Withdraw it"), plainly(signing.withdraw)),
    },
}
