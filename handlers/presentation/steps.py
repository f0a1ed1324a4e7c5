"""Steps of a case as those who handle it read them: what happened, without a word of what was said."""

from handlers.conversation.texts import N_, Html, Translator
from handlers.presentation.rounds import handling
from storage.models.opinions import Event
from storage.vocabulary import Action, Role

STEPS = {
    Action.SUBMIT: N_("received"),
    Action.ASSIGN: N_("assigned to {name}"),
    Action.DECLINE: N_("declined"),
    Action.MERGE: N_("merged into another one"),
    Action.SEPARATE: N_("goes on by itself again"),
    Action.CLASSIFY: N_("topic corrected"),
    Action.HAND_OVER: N_("handed over to {name}"),
    Action.PROPOSE_DECLINE: N_("{name} proposes to decline it"),
    Action.KEEP: N_("{name} keeps it"),
    Action.ASK: N_("its author was asked something"),
    Action.RESUME: N_("its author answered the question"),
    Action.RETRACT: N_("its author took the answer back"),
    Action.REPLY: N_("answered"),
    Action.REFER: N_("referred to {unit}"),
    Action.ACCEPT: N_("{unit} took it"),
    Action.ASK_SUPPORT: N_("{unit} supports it"),
    Action.SUPPORT: N_("{unit} wrote its part"),
    Action.HOLD: N_("the reply waits for the chief of {unit}"),
    Action.GIVE_BACK: N_("the chief of {unit} gave the reply back"),
    Action.REASSIGN: N_("another officer of {unit} is in charge"),
    Action.RETURN: N_("{unit} returned it as not theirs"),
    Action.PASS_ON: N_("{name} passed the reply of {unit} on"),
    Action.SEND_BACK: N_("{name} sent the reply back to {unit}"),
    Action.TAKE_BACK: N_("{name} took it back from {unit}"),
    Action.ASK_EXTENSION: N_("more time was asked for"),
    Action.GRANT_EXTENSION: N_("more time was given"),
    Action.REFUSE_EXTENSION: N_("more time was refused"),
    Action.EXTEND: N_("more time was given"),
    Action.ADD: N_("its author added something"),
    Action.EDIT: N_("its author changed it"),
    Action.RATE: N_("its author rated the answer"),
    Action.HOLD_TO: N_("{unit} carries out what it promised"),
    Action.REPORT: N_("{unit} reported progress"),
    Action.PLAN: N_("{unit} planned the steps"),
    Action.MOVE_DATE: N_("{unit} moved the promised day"),
    Action.ENTRUST: N_("{unit} keeps the promise from now on"),
    Action.REPORT_DONE: N_("{unit} says it is done"),
    Action.CONFIRM: N_("its author confirmed that it is done"),
    Action.PARTLY: N_("its author says that it is partly done"),
    Action.REFUTE: N_("its author says that it is not done: the {handling} begins"),
    Action.CLOSE: N_("closed"),
    Action.REOPEN: N_("taken up anew: the {handling} begins"),
    Action.SUPERVISE: N_("staff take it in hand"),
    Action.BEGIN_SUPERVISION: N_("taken under supervision"),
    Action.MOVE_SUPERVISION: N_("the day of the supervision was moved"),
    Action.MINUTE_SUPERVISION: N_("minutes of the supervision were written"),
    Action.END_SUPERVISION: N_("the supervision has come to its result"),
    Action.APPEAL: N_("its author appealed"),
    Action.WITHDRAW: N_("its author withdrew it"),
    Action.ERASE: N_("its author erased what was theirs"),
}
BY_UNIT = {Action.REPLY: N_("{unit} replied"), Action.ASK: N_("{unit} asks to have its author asked something")}
BY_REPRESENTATIVE = {Action.REPLY: N_("{name} answered"), Action.ASK: N_("{name} asked its author something")}
BY_TIME = {Action.RESUME: N_("no answer to the question came in time")}
BY = {Role.UNIT: BY_UNIT, Role.REPRESENTATIVE: BY_REPRESENTATIVE, Role.SYSTEM: BY_TIME}


def step(t: Translator, event: Event) -> Html:
    """What happened, in a few words."""
    words = BY.get(event.actor_role, {}).get(event.action) or STEPS[event.action]
    unit = t.named(event.unit) or t("the unit").plain
    name = t.named(event.representative) or t("the representative").plain
    return t(words, name=name, unit=unit, handling=handling(t, event.round))
