"""Names of what belongs to a suggestion, as people read them."""

from collections.abc import Mapping

from handlers.conversation.texts import N_, Html, Translator, bold
from handlers.core.suggestions.kinds import kinds
from storage.models.suggestions import Suggestion
from storage.suggestion_vocabulary import SuggestionAction, SuggestionKind, SuggestionPart, SuggestionStage
from storage.vocabulary import Role

STAGES = {
    SuggestionStage.DRAFT: N_("being written"),
    SuggestionStage.HANDED_IN: N_("handed in, the office looks at it"),
    SuggestionStage.RETURNED: N_("given back to be improved"),
    SuggestionStage.ACCEPTED: N_("accepted, to be assigned"),
    SuggestionStage.ASSIGNED: N_("handled by a unit"),
    SuggestionStage.REPLIED: N_("replied, opinions are awaited"),
    SuggestionStage.IMPLEMENTING: N_("promised, being carried out"),
    SuggestionStage.REPORTED: N_("reported done, to be confirmed"),
    SuggestionStage.CLOSED: N_("closed"),
    SuggestionStage.DECLINED: N_("declined"),
    SuggestionStage.WITHDRAWN: N_("withdrawn"),
}
SIGNS = {
    SuggestionStage.DRAFT: "📝",
    SuggestionStage.RETURNED: "↩️",
    SuggestionStage.REPLIED: "💬",
    SuggestionStage.REPORTED: "🏁",
    SuggestionStage.CLOSED: "✅",
    SuggestionStage.DECLINED: "🚫",
    SuggestionStage.WITHDRAWN: "🗑",
}
"""Where no clock of somebody who must act says more."""
PARTS = {
    SuggestionPart.TITLE: N_("Title"),
    SuggestionPart.MATTER: N_("Matter"),
    SuggestionPart.REASONS: N_("Reasons"),
    SuggestionPart.PROPOSAL: N_("Proposal"),
}
DONE = {
    SuggestionAction.BEGIN: N_("begun"),
    SuggestionAction.INVITE: N_("{name} was asked to sign"),
    SuggestionAction.UNINVITE: N_("{name} is no longer asked to sign"),
    SuggestionAction.SIGN: N_("{name} signed"),
    SuggestionAction.REFUSE_TO_SIGN: N_("{name} does not sign"),
    SuggestionAction.ASK_ANEW: N_("{name} was asked to sign the new text"),
    SuggestionAction.HAND_IN: N_("handed in"),
    SuggestionAction.WITHDRAW: N_("withdrawn"),
    SuggestionAction.ACCEPT: N_("accepted"),
    SuggestionAction.RETURN: N_("given back by the office"),
    SuggestionAction.DECLINE: N_("declined"),
    SuggestionAction.ASSIGN: N_("assigned to {unit}"),
    SuggestionAction.GIVE_BACK: N_("{unit} says it is not theirs"),
    SuggestionAction.SUPPORT: N_("{unit} wrote its part"),
    SuggestionAction.TALK: N_("{unit} talked with the representative"),
    SuggestionAction.ASK_TIME: N_("{unit} asked for more time"),
    SuggestionAction.GRANT_TIME: N_("more time was given"),
    SuggestionAction.REFUSE_TIME: N_("no more time was given"),
    SuggestionAction.REPLY: N_("{unit} replied"),
    SuggestionAction.RATE: N_("{name} said what they think of the reply"),
    SuggestionAction.HANDLE_AGAIN: N_("a second handling began"),
    SuggestionAction.HOLD_TO: N_("what {unit} promised is awaited"),
    SuggestionAction.REPORT: N_("{unit} reported progress"),
    SuggestionAction.REPORT_DONE: N_("{unit} reported it done"),
    SuggestionAction.JUDGE: N_("{name} said whether it was done"),
    SuggestionAction.GO_ON: N_("only partly done: it stays promised"),
    SuggestionAction.CLOSE: N_("closed"),
}
LABELS: Mapping[tuple[Role, SuggestionAction], str] = {
    (Role.STAFF, SuggestionAction.ACCEPT): N_("✅ Accept it"),
    (Role.STAFF, SuggestionAction.RETURN): N_("↩️ Give it back"),
    (Role.STAFF, SuggestionAction.DECLINE): N_("🚫 Decline it"),
    (Role.STAFF, SuggestionAction.GRANT_TIME): N_("✅ Give the time"),
    (Role.STAFF, SuggestionAction.REFUSE_TIME): N_("✋ No more time"),
    (Role.UNIT, SuggestionAction.GIVE_BACK): N_("↩️ Not ours"),
    (Role.UNIT, SuggestionAction.TALK): N_("🗣 We talked"),
    (Role.UNIT, SuggestionAction.ASK_TIME): N_("⏳ Ask for time"),
    (Role.UNIT, SuggestionAction.REPLY): N_("💬 Reply"),
    (Role.UNIT, SuggestionAction.REPORT): N_("🔧 Report progress"),
    (Role.UNIT, SuggestionAction.REPORT_DONE): N_("🏁 Report it done"),
}
"""Keys that act, or ask for the words that go with it."""


def kind_name(t: Translator, kind: SuggestionKind) -> str:
    """`📜 Suggestion`."""
    row = kinds()[kind]
    return f"{row.sign} {row.name[t.language]}"


def called(t: Translator, one: Suggestion) -> Html:
    """Reference and title, in bold."""
    title = f"{one.reference} {one.title}" if one.title else one.reference
    return bold(title)


def session_name(t: Translator, one: Suggestion) -> str:
    """The session it belongs to."""
    return one.session.name if one.session is not None else t("out of session").plain
