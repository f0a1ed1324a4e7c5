"""What can be done with a case at the desk: a form for each action, drawn from the table of moves."""

from collections.abc import Mapping

from handlers.conversation.texts import N_
from handlers.core.casework.actions import commitments, on_behalf, representative, staff, supporting, urging
from handlers.core.supervision import actions as supervision
from handlers.desk.acts import (
    Form,
    Typed,
    plainly,
    with_day_and_words,
    with_said,
    with_unit_and_said,
    with_unit_and_words,
    with_words,
)
from handlers.desk.casework import choosing
from handlers.desk.casework.fields import ANSWER, DAY, REMARK, UNIT, WHY
from handlers.desk.casework.unit_forms import OF_UNIT
from handlers.desk.fields import LONGEST, Field, missing, words_field
from handlers.desk.web import Desk
from handlers.presentation.labels import REPRESENTATIVE_LABELS
from storage.vocabulary import Action, Role

TELL, SAY = "told", "say"
"""Names of the forms for an author without an account: they were told, they say something."""
URGE = "urge"
"""Name of the form by which who has a case is reminded: no row of the table of moves either."""
SUPERVISE = "supervise-case"
"""Name of the form by which a case comes under supervision: no row of the table of moves."""


async def _assign(desk: Desk, typed: Typed) -> object:
    chosen = typed.number("representative")
    called = desk.asked.typed("called")
    if called:
        chosen = await choosing.called(desk, called)
    return await staff.assign(desk.out, desk.actor, typed.id, typed.version, chosen)


async def _why_declined(desk: Desk, typed: Typed) -> str:
    return typed.words or await choosing.reason_in_words(desk, typed.number("template"), typed.id)


async def _decline(desk: Desk, typed: Typed) -> object:
    why = await _why_declined(desk, typed)
    if not why:
        raise missing(desk)
    return await staff.decline(desk.out, desk.actor, typed.id, typed.version, why)


async def _merge(desk: Desk, typed: Typed) -> object:
    main = typed.number("main")
    if reference := desk.asked.typed("reference"):
        main = await choosing.with_reference(desk, reference)
    return await staff.merge(desk.out, desk.actor, typed.id, typed.version, main)


async def _supervise(desk: Desk, typed: Typed) -> object:
    kind, day = desk.asked.typed("kind"), typed.day
    if day is None or kind not in choosing.supervision_kinds():
        raise missing(desk)
    return await supervision.begin(desk.out, desk.actor, typed.id, typed.version, kind, typed.words, day)


_REPRESENTATIVE = Field("representative", "choice", N_("Representative"), choices=choosing.candidates, needed=False)
_CALLED = Field("called", "line", N_("or another one, by name or code"), needed=False)
_COLLEAGUE = Field("representative", "choice", N_("Representative"), choices=choosing.colleagues)
_TEMPLATE = Field("template", "choice", N_("A reason that is kept"), needed=False, choices=choosing.reasons)
_SIMILAR = Field("main", "choice", N_("Into"), needed=False, choices=choosing.similar_ones)
_REFERENCE = Field("reference", "line", N_("or into the one with this reference"), needed=False)
_TOPIC = Field("topic", "choice", N_("Topic"), choices=choosing.topics)
_KIND = Field("kind", "choice", N_("Kind"), choices=choosing.kinds_of_supervision)

STAFF: Mapping[str, Form] = {
    Action.ASSIGN: Form(N_("👤 Assign"), _assign, (_REPRESENTATIVE, _CALLED), "a", done=N_("{reference} is assigned.")),
    Action.DECLINE: Form(
        N_("🚫 Decline"),
        _decline,
        (_TEMPLATE, words_field(N_("or in your own words; its author reads them"), needed=False)),
        "d",
        previewed=True,
        reads=_why_declined,
        done=N_("{reference} is declined, and its author was told why."),
    ),
    Action.MERGE: Form(
        N_("🔗 Merge"),
        _merge,
        (_SIMILAR, _REFERENCE),
        "m",
        done=N_("{reference} is handled together with the other one."),
    ),
    Action.CLASSIFY: Form(
        N_("🏷 Topic"),
        lambda desk, typed: staff.classify(desk.out, desk.actor, typed.id, typed.version, typed.number("topic")),
        (_TOPIC,),
        "t",
        done=N_("The topic of {reference} is corrected."),
    ),
    Action.GRANT_EXTENSION: Form(
        N_("✅ Give the time"),
        plainly(staff.grant_extension),
        key="g",
    ),
    Action.REFUSE_EXTENSION: Form(
        N_("✖️ Refuse the time"),
        with_words(staff.refuse_extension),
        (WHY,),
    ),
    Action.KEEP: Form(
        N_("↩️ The representative keeps it"),
        plainly(staff.keep),
        key="e",
    ),
    Action.REPLY: Form(
        N_("💬 Tell the result"),
        with_said(staff.reply),
        (ANSWER,),
        "r",
        previewed=True,
        done=N_("The author of {reference} was told."),
    ),
    Action.REFER: Form(
        N_("🏢 Refer to a unit"),
        with_unit_and_said(staff.refer),
        (UNIT, REMARK),
        "u",
        done=N_("{reference} is with the unit."),
    ),
    Action.ASK_SUPPORT: Form(
        N_("🤝 Have a unit support"),
        with_unit_and_words(supporting.ask_as_staff),
        (UNIT, words_field(N_("What is wanted of it"))),
    ),
    Action.ENTRUST: Form(
        N_("🏢 Pass the promise on"),
        with_unit_and_words(commitments.entrust),
        (UNIT, WHY),
    ),
    Action.EXTEND: Form(
        N_("⏳ Give more time"),
        with_day_and_words(staff.extend),
        (DAY, WHY),
    ),
    Action.SEPARATE: Form(
        N_("✂️ Separate again"),
        plainly(staff.separate),
    ),
    TELL: Form(
        N_("📣 Its author was told"),
        plainly(on_behalf.told),
        done=N_("Noted: the author of {reference} was told."),
    ),
    SAY: Form(
        N_("✍️ Its author says"),
        with_said(on_behalf.say_for),
        (words_field(N_("In their own words: the answer to a question, or more"), longest=LONGEST),),
        done=N_("Written into {reference}."),
    ),
    URGE: Form(
        N_("🔔 Remind who has it"),
        plainly(urging.urge),
        done=N_("Who has {reference} was reminded."),
    ),
    SUPERVISE: Form(
        N_("👁 Supervise"),
        _supervise,
        (_KIND, DAY, words_field(N_("Why, and what is expected; who handles it reads this"), longest=500)),
        "s",
        done=N_("{reference} is under supervision."),
    ),
}
REPRESENTATIVE: Mapping[str, Form] = {
    Action.REPLY: Form(
        REPRESENTATIVE_LABELS[Action.REPLY],
        with_said(representative.reply),
        (ANSWER,),
        "r",
        previewed=True,
        done=N_("Your answer to {reference} is sent."),
    ),
    Action.ASK: Form(
        REPRESENTATIVE_LABELS[Action.ASK],
        with_said(representative.ask),
        (words_field(N_("Your question"), longest=LONGEST),),
        "q",
        previewed=True,
        done=N_("Your question about {reference} is sent."),
    ),
    Action.REFER: Form(
        REPRESENTATIVE_LABELS[Action.REFER],
        with_unit_and_said(representative.refer),
        (UNIT, REMARK),
        "u",
        done=N_("{reference} is with the unit."),
    ),
    Action.PASS_ON: Form(
        REPRESENTATIVE_LABELS[Action.PASS_ON],
        with_said(representative.pass_on),
        (words_field(N_("Words of your own above it, if you like"), needed=False, longest=LONGEST),),
        "p",
        done=N_("The reply to {reference} is passed on."),
    ),
    Action.SEND_BACK: Form(
        REPRESENTATIVE_LABELS[Action.SEND_BACK],
        with_words(representative.send_back),
        (WHY,),
        "b",
    ),
    Action.TAKE_BACK: Form(
        REPRESENTATIVE_LABELS[Action.TAKE_BACK],
        with_words(representative.take_back),
        (WHY,),
    ),
    Action.ASK_SUPPORT: Form(
        REPRESENTATIVE_LABELS[Action.ASK_SUPPORT],
        with_unit_and_words(supporting.ask_as_representative),
        (UNIT, words_field(N_("What is wanted of it"))),
    ),
    Action.HAND_OVER: Form(
        REPRESENTATIVE_LABELS[Action.HAND_OVER],
        lambda desk, typed: representative.hand_over(
            desk.out, desk.actor, typed.id, typed.version, typed.number("representative"), typed.words
        ),
        (_COLLEAGUE, REMARK),
        done=N_("{reference} is handed over."),
    ),
    Action.PROPOSE_DECLINE: Form(
        REPRESENTATIVE_LABELS[Action.PROPOSE_DECLINE],
        with_words(representative.propose_decline),
        (WHY,),
    ),
    Action.ASK_EXTENSION: Form(
        REPRESENTATIVE_LABELS[Action.ASK_EXTENSION],
        with_day_and_words(representative.ask_more_time),
        (DAY, WHY),
    ),
}
FORMS: Mapping[Role, Mapping[str, Form]] = {
    Role.STAFF: STAFF,
    Role.REPRESENTATIVE: REPRESENTATIVE,
    Role.UNIT: OF_UNIT,
}
