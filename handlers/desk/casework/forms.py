"""What can be done with a case at the desk: a form for each action, drawn from the table of moves."""

from collections.abc import Mapping

from handlers.conversation.texts import N_
from handlers.core.casework.actions import commitments, on_behalf, representative, staff, supporting, unit, urging
from handlers.core.supervision import actions as supervision
from handlers.desk.casework import choosing
from handlers.desk.casework.acts import Form, Typed
from handlers.desk.fields import LONGEST, LONGEST_REASON, Field, missing
from handlers.desk.web import Desk
from handlers.presentation.labels import REPRESENTATIVE_LABELS, UNIT_LABELS
from storage.vocabulary import Action, Outcome, Role

TELL, SAY = "told", "say"
"""Names of the forms for an author without an account: they were told, they say something."""
URGE = "urge"
"""Name of the form by which who has a case is reminded: no row of the table of moves either."""
SUPERVISE = "supervise-case"
"""Name of the form by which a case comes under supervision: no row of the table of moves."""


def _words(label: str, *, needed: bool = True, longest: int = LONGEST_REASON) -> Field:
    return Field("words", "words", label, needed, longest=longest)


WHY = _words(N_("Why"))
REMARK = _words(N_("Remark, if there is one"), needed=False)
ANSWER = _words(N_("What its author reads"), longest=LONGEST)
DAY = Field("day", "day", N_("Until"))
UNIT = Field("unit", "choice", N_("Unit"), choices=choosing.units)


async def _assign(desk: Desk, typed: Typed) -> object:
    chosen = typed.number("representative")
    called = desk.asked.typed("called")
    if called:
        chosen = await choosing.called(desk, called)
    return await staff.assign(desk.out, desk.actor, typed.opinion_id, typed.version, chosen)


async def _decline(desk: Desk, typed: Typed) -> object:
    why = typed.words or await choosing.reason_in_words(desk, typed.number("template"), typed.opinion_id)
    if not why:
        raise missing(desk)
    return await staff.decline(desk.out, desk.actor, typed.opinion_id, typed.version, why)


async def _merge(desk: Desk, typed: Typed) -> object:
    main = typed.number("main")
    if reference := desk.asked.typed("reference"):
        main = await choosing.with_reference(desk, reference)
    return await staff.merge(desk.out, desk.actor, typed.opinion_id, typed.version, main)


async def _supervise(desk: Desk, typed: Typed) -> object:
    kind, day = desk.asked.typed("kind"), typed.day
    if day is None or kind not in choosing.supervision_kinds():
        raise missing(desk)
    return await supervision.begin(desk.out, desk.actor, typed.opinion_id, typed.version, kind, typed.words, day)


async def _reply_of_unit(desk: Desk, typed: Typed) -> object:
    if desk.asked.typed("outcome") not in Outcome.__members__:
        raise missing(desk)
    outcome = Outcome(desk.asked.typed("outcome"))
    return await unit.reply(desk.out, desk.actor, typed.opinion_id, typed.version, typed.said, outcome, typed.day)


_REPRESENTATIVE = Field("representative", "choice", N_("Representative"), choices=choosing.candidates, needed=False)
_CALLED = Field("called", "line", N_("or another one, by name or code"), needed=False)
_COLLEAGUE = Field("representative", "choice", N_("Representative"), choices=choosing.colleagues)
_TEMPLATE = Field("template", "choice", N_("A reason that is kept"), needed=False, choices=choosing.reasons)
_SIMILAR = Field("main", "choice", N_("Into"), needed=False, choices=choosing.similar_ones)
_REFERENCE = Field("reference", "line", N_("or into the one with this reference"), needed=False)
_TOPIC = Field("topic", "choice", N_("Topic"), choices=choosing.topics)
_KIND = Field("kind", "choice", N_("Kind"), choices=choosing.kinds_of_supervision)
_OUTCOME = Field("outcome", "choice", N_("Result"), choices=choosing.outcomes)
_PROMISED = Field("day", "day", N_("Promised by, where something is"), needed=False)
_WHOSE = Field("unit", "choice", N_("Whose it is, if you know"), needed=False, choices=choosing.units)

STAFF: Mapping[str, Form] = {
    Action.ASSIGN: Form(N_("👤 Assign"), _assign, (_REPRESENTATIVE, _CALLED), "a", done=N_("{reference} is assigned.")),
    Action.DECLINE: Form(
        N_("🚫 Decline"),
        _decline,
        (_TEMPLATE, _words(N_("or in your own words; its author reads them"), needed=False)),
        "d",
        previewed=True,
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
        lambda desk, typed: staff.classify(
            desk.out, desk.actor, typed.opinion_id, typed.version, typed.number("topic")
        ),
        (_TOPIC,),
        "t",
        done=N_("The topic of {reference} is corrected."),
    ),
    Action.GRANT_EXTENSION: Form(
        N_("✅ Give the time"),
        lambda desk, typed: staff.grant_extension(desk.out, desk.actor, typed.opinion_id, typed.version),
        key="g",
    ),
    Action.REFUSE_EXTENSION: Form(
        N_("✖️ Refuse the time"),
        lambda desk, typed: staff.refuse_extension(desk.out, desk.actor, typed.opinion_id, typed.version, typed.words),
        (WHY,),
    ),
    Action.KEEP: Form(
        N_("↩️ The representative keeps it"),
        lambda desk, typed: staff.keep(desk.out, desk.actor, typed.opinion_id, typed.version),
        key="e",
    ),
    Action.REPLY: Form(
        N_("💬 Tell the result"),
        lambda desk, typed: staff.reply(desk.out, desk.actor, typed.opinion_id, typed.version, typed.said),
        (ANSWER,),
        "r",
        previewed=True,
        done=N_("The author of {reference} was told."),
    ),
    Action.REFER: Form(
        N_("🏢 Refer to a unit"),
        lambda desk, typed: staff.refer(
            desk.out, desk.actor, typed.opinion_id, typed.version, typed.number("unit"), typed.said
        ),
        (UNIT, REMARK),
        "u",
        done=N_("{reference} is with the unit."),
    ),
    Action.ASK_SUPPORT: Form(
        N_("🤝 Have a unit support"),
        lambda desk, typed: supporting.ask_as_staff(
            desk.out, desk.actor, typed.opinion_id, typed.version, typed.number("unit"), typed.words
        ),
        (UNIT, _words(N_("What is wanted of it"))),
    ),
    Action.ENTRUST: Form(
        N_("🏢 Pass the promise on"),
        lambda desk, typed: commitments.entrust(
            desk.out, desk.actor, typed.opinion_id, typed.version, typed.number("unit"), typed.words
        ),
        (UNIT, WHY),
    ),
    Action.EXTEND: Form(
        N_("⏳ Give more time"),
        lambda desk, typed: staff.extend(desk.out, desk.actor, typed.opinion_id, typed.version, typed.day, typed.words),
        (DAY, WHY),
    ),
    Action.SEPARATE: Form(
        N_("✂️ Separate again"),
        lambda desk, typed: staff.separate(desk.out, desk.actor, typed.opinion_id, typed.version),
    ),
    TELL: Form(
        N_("📣 Its author was told"),
        lambda desk, typed: on_behalf.told(desk.out, desk.actor, typed.opinion_id, typed.version),
        done=N_("Noted: the author of {reference} was told."),
    ),
    SAY: Form(
        N_("✍️ Its author says"),
        lambda desk, typed: on_behalf.say_for(desk.out, desk.actor, typed.opinion_id, typed.version, typed.said),
        (_words(N_("In their own words: the answer to a question, or more"), longest=LONGEST),),
        done=N_("Written into {reference}."),
    ),
    URGE: Form(
        N_("🔔 Remind who has it"),
        lambda desk, typed: urging.urge(desk.out, desk.actor, typed.opinion_id, typed.version),
        done=N_("Who has {reference} was reminded."),
    ),
    SUPERVISE: Form(
        N_("👁 Supervise"),
        _supervise,
        (_KIND, DAY, _words(N_("Why, and what is expected; who handles it reads this"), longest=500)),
        "s",
        done=N_("{reference} is under supervision."),
    ),
}
REPRESENTATIVE: Mapping[str, Form] = {
    Action.REPLY: Form(
        REPRESENTATIVE_LABELS[Action.REPLY],
        lambda desk, typed: representative.reply(desk.out, desk.actor, typed.opinion_id, typed.version, typed.said),
        (ANSWER,),
        "r",
        previewed=True,
        done=N_("Your answer to {reference} is sent."),
    ),
    Action.ASK: Form(
        REPRESENTATIVE_LABELS[Action.ASK],
        lambda desk, typed: representative.ask(desk.out, desk.actor, typed.opinion_id, typed.version, typed.said),
        (_words(N_("Your question"), longest=LONGEST),),
        "q",
        previewed=True,
        done=N_("Your question about {reference} is sent."),
    ),
    Action.REFER: Form(
        REPRESENTATIVE_LABELS[Action.REFER],
        lambda desk, typed: representative.refer(
            desk.out, desk.actor, typed.opinion_id, typed.version, typed.number("unit"), typed.said
        ),
        (UNIT, REMARK),
        "u",
        done=N_("{reference} is with the unit."),
    ),
    Action.PASS_ON: Form(
        REPRESENTATIVE_LABELS[Action.PASS_ON],
        lambda desk, typed: representative.pass_on(desk.out, desk.actor, typed.opinion_id, typed.version, typed.said),
        (_words(N_("Words of your own above it, if you like"), needed=False, longest=LONGEST),),
        "p",
        done=N_("The reply to {reference} is passed on."),
    ),
    Action.SEND_BACK: Form(
        REPRESENTATIVE_LABELS[Action.SEND_BACK],
        lambda desk, typed: representative.send_back(
            desk.out, desk.actor, typed.opinion_id, typed.version, typed.words
        ),
        (WHY,),
        "b",
    ),
    Action.TAKE_BACK: Form(
        REPRESENTATIVE_LABELS[Action.TAKE_BACK],
        lambda desk, typed: representative.take_back(
            desk.out, desk.actor, typed.opinion_id, typed.version, typed.words
        ),
        (WHY,),
    ),
    Action.ASK_SUPPORT: Form(
        REPRESENTATIVE_LABELS[Action.ASK_SUPPORT],
        lambda desk, typed: supporting.ask_as_representative(
            desk.out, desk.actor, typed.opinion_id, typed.version, typed.number("unit"), typed.words
        ),
        (UNIT, _words(N_("What is wanted of it"))),
    ),
    Action.HAND_OVER: Form(
        REPRESENTATIVE_LABELS[Action.HAND_OVER],
        lambda desk, typed: representative.hand_over(
            desk.out, desk.actor, typed.opinion_id, typed.version, typed.number("representative"), typed.words
        ),
        (_COLLEAGUE, REMARK),
        done=N_("{reference} is handed over."),
    ),
    Action.PROPOSE_DECLINE: Form(
        REPRESENTATIVE_LABELS[Action.PROPOSE_DECLINE],
        lambda desk, typed: representative.propose_decline(
            desk.out, desk.actor, typed.opinion_id, typed.version, typed.words
        ),
        (WHY,),
    ),
    Action.ASK_EXTENSION: Form(
        REPRESENTATIVE_LABELS[Action.ASK_EXTENSION],
        lambda desk, typed: representative.ask_more_time(
            desk.out, desk.actor, typed.opinion_id, typed.version, typed.day, typed.words
        ),
        (DAY, WHY),
    ),
}
OF_UNIT: Mapping[str, Form] = {
    Action.ACCEPT: Form(
        UNIT_LABELS[Action.ACCEPT],
        lambda desk, typed: unit.accept(desk.out, desk.actor, typed.opinion_id, typed.version),
        key="a",
        done=N_("{reference} is yours now."),
    ),
    Action.REPLY: Form(
        UNIT_LABELS[Action.REPLY],
        _reply_of_unit,
        (_OUTCOME, _PROMISED, ANSWER),
        "r",
        previewed=True,
        done=N_("Your reply to {reference} is handed in."),
    ),
    Action.ASK: Form(
        UNIT_LABELS[Action.ASK],
        lambda desk, typed: unit.ask(desk.out, desk.actor, typed.opinion_id, typed.version, typed.said),
        (_words(N_("Your question"), longest=LONGEST),),
        "q",
    ),
    Action.ASK_SUPPORT: Form(
        UNIT_LABELS[Action.ASK_SUPPORT],
        lambda desk, typed: supporting.ask_as_lead(
            desk.out, desk.actor, typed.opinion_id, typed.version, typed.number("unit"), typed.words
        ),
        (UNIT, _words(N_("What is wanted of it"))),
    ),
    Action.RETURN: Form(
        UNIT_LABELS[Action.RETURN],
        lambda desk, typed: unit.return_(
            desk.out, desk.actor, typed.opinion_id, typed.version, typed.words, typed.number("unit") or None
        ),
        (_WHOSE, WHY),
        done=N_("{reference} is returned."),
    ),
    Action.ASK_EXTENSION: Form(
        UNIT_LABELS[Action.ASK_EXTENSION],
        lambda desk, typed: unit.ask_more_time(
            desk.out, desk.actor, typed.opinion_id, typed.version, typed.day, typed.words
        ),
        (DAY, WHY),
    ),
    Action.REPORT: Form(
        UNIT_LABELS[Action.REPORT],
        lambda desk, typed: commitments.report(
            desk.out, desk.actor, typed.opinion_id, typed.version, typed.said, None, None
        ),
        (_words(N_("How far it is"), longest=LONGEST),),
    ),
    Action.REPORT_DONE: Form(
        UNIT_LABELS[Action.REPORT_DONE],
        lambda desk, typed: commitments.report_done(desk.out, desk.actor, typed.opinion_id, typed.version, typed.said),
        (_words(N_("What was done"), longest=LONGEST),),
    ),
    Action.MOVE_DATE: Form(
        UNIT_LABELS[Action.MOVE_DATE],
        lambda desk, typed: commitments.move_date(
            desk.out, desk.actor, typed.opinion_id, typed.version, typed.day, typed.words
        ),
        (DAY, WHY),
    ),
}
FORMS: Mapping[Role, Mapping[str, Form]] = {
    Role.STAFF: STAFF,
    Role.REPRESENTATIVE: REPRESENTATIVE,
    Role.UNIT: OF_UNIT,
}
