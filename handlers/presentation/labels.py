"""Labels of the keys that act on a case, and the keys that lead back, by role."""

from collections.abc import Mapping

from handlers.conversation.callbacks import Go
from handlers.conversation.screen import Button
from handlers.conversation.texts import N_, Html, Translator
from handlers.presentation.callbacks import (
    OpenCase,
    OpenMine,
    OpenReferred,
    OpenScreening,
    RepresentativeAct,
    StaffAct,
    UnitAct,
)
from storage.models.opinions import Opinion
from storage.vocabulary import Action, Role

REPRESENTATIVE_LABELS = {
    Action.REPLY: N_("💬 Answer"),
    Action.ASK: N_("❓ Ask back"),
    Action.REFER: N_("🏢 Refer to a unit"),
    Action.PASS_ON: N_("📨 Pass the reply on"),
    Action.SEND_BACK: N_("↩️ Send it back to the unit"),
    Action.ASK_SUPPORT: N_("🤝 Have a unit support"),
    Action.TAKE_BACK: N_("↩️ Take it back from the unit"),
    Action.HAND_OVER: N_("🤝 Hand over"),
    Action.PROPOSE_DECLINE: N_("🚫 Propose to decline"),
    Action.ASK_EXTENSION: N_("⏳ Ask for time"),
}
UNIT_LABELS = {
    Action.ACCEPT: N_("✅ Take it"),
    Action.REPLY: N_("💬 Reply"),
    Action.ASK: N_("❓ Ask its author"),
    Action.ASK_SUPPORT: N_("🤝 Have a unit support"),
    Action.RETURN: N_("↩️ Not ours"),
    Action.ASK_EXTENSION: N_("⏳ Ask for time"),
    Action.REPORT: N_("🔧 Report progress"),
    Action.REPORT_DONE: N_("🏁 Report it done"),
    Action.PLAN: N_("🪜 Plan the steps"),
    Action.MOVE_DATE: N_("📅 Move the day"),
}
ASK_STAFF = N_("📅 Ask staff for another day")
"""In the place of asking for time, where it is about a promised day."""

Opens = type[OpenMine] | type[OpenCase] | type[OpenScreening] | type[OpenReferred]
OPENS: Mapping[Role, Opens] = {
    Role.CONSTITUENT: OpenMine,
    Role.REPRESENTATIVE: OpenCase,
    Role.UNIT: OpenReferred,
    Role.STAFF: OpenScreening,
}
"""Callback data with which each role opens an opinion."""

Acts = type[RepresentativeAct] | type[StaffAct] | type[UnitAct]
ACTS: Mapping[Role, Acts] = {Role.REPRESENTATIVE: RepresentativeAct, Role.STAFF: StaffAct, Role.UNIT: UnitAct}
"""Callback data with which each role in office acts on an opinion."""

_LISTS = {
    Role.REPRESENTATIVE: (N_("📥 Inbox"), "inbox"),
    Role.UNIT: (N_("🏢 Referred to us"), "unit-inbox"),
    Role.STAFF: (N_("🔎 To screen"), "screen"),
}


def unit_label(action: Action, *, promised: bool) -> str:
    """Label of an officer's key, still to be translated; `promised`: it is about what their unit promised."""
    return ASK_STAFF if promised and action is Action.ASK_EXTENSION else UNIT_LABELS[action]


def ways(t: Translator, role: Role) -> list[Button]:
    """To the list of the role's cases, and home."""
    label, to = _LISTS[role]
    return [Button(t(label), Go(to=to)), Button(t("🏠 Home"), Go(to="home"))]


def elsewhere(t: Translator, opinion: Opinion, role: Role) -> Html:
    """Whereabouts of a case that the role had."""
    if role is Role.UNIT:
        return t("{reference} is no longer with your unit.", reference=opinion.reference)
    name = t.named(opinion.representative)
    if not name:
        return t("{reference} is with the staff again.", reference=opinion.reference)
    return t("{reference} is with {name} now.", reference=opinion.reference, name=name)
