"""What can be done with a case at the desk of a handling unit: its officers' forms, and those of its chief."""

from collections.abc import Mapping, Sequence
from datetime import date

from handlers.conversation.errors import Unusable
from handlers.conversation.texts import N_, join
from handlers.core.actor import Actor
from handlers.core.casework import chiefs, commitments, promises
from handlers.core.casework.actions import commitments as promised
from handlers.core.casework.actions import supporting, unit
from handlers.core.casework.outcomes import legend
from handlers.core.casework.promises import Planned
from handlers.core.workdays.days import calendar
from handlers.desk.acts import (
    Form,
    Typed,
    plainly,
    with_day_and_words,
    with_said,
    with_unit_and_words,
    with_words,
)
from handlers.desk.casework import choosing
from handlers.desk.casework.fields import DAY, UNIT, WHY
from handlers.desk.fields import LONGEST, Field, words_field
from handlers.desk.web import Desk
from handlers.presentation import outcomes
from handlers.presentation.labels import UNIT_LABELS
from handlers.presentation.promises import step_line
from handlers.writing import steps as typed_steps
from storage.models.opinions import Opinion
from storage.queries import referrals
from storage.queries import supporting as owed
from storage.vocabulary import Action, Outcome, Stage

RELEASE = "release"
"""Name of the form by which a chief lets a reply leave: no row of the table of moves."""
OF_CHIEF = (RELEASE, Action.GIVE_BACK, Action.REASSIGN)


async def for_chief(desk: Desk, opinion: Opinion) -> list[str]:
    """Names of the forms that only the unit's chief has now."""
    if opinion.stage is not Stage.REFERRED or not chiefs.is_chief(desk.actor, opinion.unit_id):
        return []
    referral = await referrals.current(desk.session, opinion.id)
    if referral is None:
        return []
    return [RELEASE, Action.GIVE_BACK, Action.REASSIGN] if referral.held_at is not None else [Action.REASSIGN]


async def is_owed(desk: Desk, opinion: Opinion) -> bool:
    """True if a unit of theirs owes another one a part."""
    return await owed.waiting_of(desk.session, opinion.id, [unit.id for unit in desk.actor.units]) is not None


async def waits_already(desk: Desk, actor: Actor, opinion: Opinion) -> bool:
    """True if a reply waits for the chief, so that whoever needs one's release cannot write another."""
    referral = await referrals.current(desk.session, opinion.id)
    held = referral is not None and referral.held_at is not None
    return held and await chiefs.waits(desk.session, actor, opinion.unit)


async def _today(desk: Desk) -> date:
    return (await calendar(desk.out)).day_of(desk.out.now)


async def _planned(desk: Desk, due_on: date, beside: int = 0) -> Sequence[Planned]:
    """The steps that were typed. Raises `Unusable`."""
    typed = typed_steps.read(desk.t, desk.asked.typed("steps"), await _today(desk), due_on, beside=beside)
    if typed.faults:
        raise Unusable(join([*typed.faults]))
    return typed.steps


def _lines(desk: Desk, steps: Sequence[Planned]) -> list[str]:
    return [step_line(desk.t, one.what, one.day, done=False).plain for one in steps]


class _Reply:
    """A reply as it was filled in. Raises `Unusable`, and as `promises.check`."""

    def __init__(self, outcome: Outcome, day: date | None, steps: Sequence[Planned]) -> None:
        self.outcome, self.day, self.steps = outcome, day, steps

    @classmethod
    async def of(cls, desk: Desk, typed: Typed) -> "_Reply":
        """What the form says."""
        outcome = typed.chosen(Outcome, "outcome")
        if not legend()[outcome].needs_date:
            return cls(outcome, None, ())
        today = await _today(desk)
        promises.check(typed.day, today)
        return cls(outcome, typed.day, await _planned(desk, typed.day or today))


async def _reply(desk: Desk, typed: Typed) -> object:
    reply = await _Reply.of(desk, typed)
    return await unit.reply(
        desk.out, desk.actor, typed.id, typed.version, typed.said, reply.outcome, reply.day, reply.steps
    )


async def _reply_reads(desk: Desk, typed: Typed) -> str:
    reply = await _Reply.of(desk, typed)
    head = outcomes.told(desk.t, reply.outcome, reply.day).plain
    return "\n".join([head, *_lines(desk, reply.steps), "", typed.words])


async def _held_reads(desk: Desk, typed: Typed) -> str:
    """What waits, as it was written; empty if nothing does: the action says so."""
    referral = await referrals.current(desk.session, typed.id)
    if referral is None or referral.outcome is None or not chiefs.is_chief(desk.actor, referral.unit_id):
        return ""
    said = [entry.text for entry in await referrals.held(desk.session, referral)]
    head = outcomes.told(desk.t, referral.outcome, referral.planned_for).plain
    return "\n".join([head, *_lines(desk, promises.read(referral.steps)), "", *said])


async def _plan(desk: Desk, typed: Typed) -> object:
    steps = await _steps_of_promise(desk, typed)
    return await promised.plan(desk.out, desk.actor, typed.id, typed.version, steps)


async def _steps_of_promise(desk: Desk, typed: Typed) -> Sequence[Planned]:
    """Raises `Unusable`; without a promise nothing is read, and the action says that there is none."""
    opinion = await desk.session.get(Opinion, typed.id)
    promise = await commitments.of(desk.session, opinion) if opinion is not None else None
    if promise is None or promise.unit_id not in [one.id for one in desk.actor.units]:
        return ()
    if promise.due_on <= await _today(desk):
        raise Unusable(desk.t("The promised day has come. Move the day first, then plan the steps to it."))
    done = sum(one.done_at is not None for one in promise.steps)
    return await _planned(desk, promise.due_on, done)


async def _plan_reads(desk: Desk, typed: Typed) -> str:
    return "\n".join(_lines(desk, await _steps_of_promise(desk, typed)))


async def _moved_reads(desk: Desk, typed: Typed) -> str:
    day = desk.t.day(typed.day) if typed.day is not None else ""
    return "\n".join([day, typed.words])


async def _report(desk: Desk, typed: Typed) -> object:
    percent, step = typed.number("percent") or None, typed.number("step") or None
    return await promised.report(desk.out, desk.actor, typed.id, typed.version, typed.said, percent, step)


async def _report_reads(desk: Desk, typed: Typed) -> str:
    """What is told at once or within a week."""
    opinion = await desk.session.get(Opinion, typed.id)
    offered = {one.value: one.label for one in await choosing.open_steps(desk, opinion)} if opinion is not None else {}
    step, percent = offered.get(desk.asked.typed("step"), ""), typed.number("percent")
    head = desk.t("{percent} % done", percent=percent).plain if percent else ""
    return "\n".join(filter(None, [desk.t("✅ {step}", step=step).plain if step else "", head, typed.words]))


_OUTCOME = Field("outcome", "choice", N_("Result"), choices=choosing.outcomes)
_PROMISED = Field("day", "day", N_("Promised by, where something is"), needed=False)
_STEPS = Field("steps", "words", N_("Steps to it, a line each with its day, if you like"), needed=False)
_NEW_STEPS = Field("steps", "words", N_("Steps still to come, a line each with its day"), begins=choosing.ahead)
_WHOSE = Field("unit", "choice", N_("Whose it is, if you know"), needed=False, choices=choosing.units)
_DONE_STEP = Field("step", "choice", N_("A step that is done"), needed=False, choices=choosing.open_steps)
_PERCENT = Field("percent", "choice", N_("How much is done"), needed=False, choices=choosing.percents)
_OFFICER = Field("officer", "choice", N_("Officer"), choices=choosing.officers)

OF_UNIT: Mapping[str, Form] = {
    RELEASE: Form(
        N_("✅ Release the reply"),
        plainly(unit.release),
        key="e",
        previewed=True,
        reads=_held_reads,
        done=N_("The reply to {reference} has left your unit."),
    ),
    Action.GIVE_BACK: Form(
        N_("↩️ Give it back"),
        with_words(unit.give_back),
        (WHY,),
        "b",
        done=N_("Who wrote the reply to {reference} was told why it is given back."),
    ),
    Action.ACCEPT: Form(
        UNIT_LABELS[Action.ACCEPT],
        plainly(unit.accept),
        key="a",
        done=N_("{reference} is yours now."),
    ),
    Action.REASSIGN: Form(
        N_("👤 Officer in charge"),
        lambda desk, typed: unit.reassign(desk.out, desk.actor, typed.id, typed.version, typed.number("officer")),
        (_OFFICER,),
        "o",
        done=N_("Done; they were told."),
    ),
    Action.REPLY: Form(
        UNIT_LABELS[Action.REPLY],
        _reply,
        (_OUTCOME, _PROMISED, _STEPS, words_field(N_("What its author reads"), longest=LONGEST)),
        "r",
        previewed=True,
        reads=_reply_reads,
        done=N_("Your reply to {reference} is handed in."),
    ),
    Action.SUPPORT: Form(
        N_("💬 Write our part"),
        with_said(supporting.contribute),
        (words_field(N_("What the unit that leads reads"), longest=LONGEST),),
        "w",
        done=N_("Your part of {reference} is written."),
    ),
    Action.ASK: Form(
        UNIT_LABELS[Action.ASK],
        with_said(unit.ask),
        (words_field(N_("Your question"), longest=LONGEST),),
        "q",
    ),
    Action.ASK_SUPPORT: Form(
        UNIT_LABELS[Action.ASK_SUPPORT],
        with_unit_and_words(supporting.ask_as_lead),
        (UNIT, words_field(N_("What is wanted of it"))),
    ),
    Action.RETURN: Form(
        UNIT_LABELS[Action.RETURN],
        lambda desk, typed: unit.return_(
            desk.out, desk.actor, typed.id, typed.version, typed.words, typed.number("unit") or None
        ),
        (_WHOSE, WHY),
        done=N_("{reference} is returned."),
    ),
    Action.REPORT: Form(
        UNIT_LABELS[Action.REPORT],
        _report,
        (_DONE_STEP, _PERCENT, words_field(N_("How far it is"), longest=LONGEST)),
        "p",
        previewed=True,
        reads=_report_reads,
        done=N_("Your report on {reference} is written down."),
    ),
    Action.REPORT_DONE: Form(
        UNIT_LABELS[Action.REPORT_DONE],
        with_said(promised.report_done),
        (words_field(N_("What was done"), longest=LONGEST),),
        "f",
        previewed=True,
        done=N_("Whoever waits for {reference} is asked whether it is done."),
    ),
    Action.PLAN: Form(
        UNIT_LABELS[Action.PLAN],
        _plan,
        (_NEW_STEPS,),
        "s",
        previewed=True,
        reads=_plan_reads,
        done=N_("The steps of {reference} are planned."),
    ),
    Action.MOVE_DATE: Form(
        UNIT_LABELS[Action.MOVE_DATE],
        with_day_and_words(promised.move_date),
        (DAY, WHY),
        "d",
        previewed=True,
        reads=_moved_reads,
        done=N_("The day of {reference} is moved; everybody concerned was told."),
    ),
    Action.ASK_EXTENSION: Form(
        UNIT_LABELS[Action.ASK_EXTENSION],
        with_day_and_words(unit.ask_more_time),
        (DAY, WHY),
    ),
}
