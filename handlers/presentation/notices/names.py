"""Names of the columns, states, roles, languages and outcomes of notices, as people read them."""

from handlers.conversation.texts import N_, Translator
from storage.vocabulary import NoticeColumn, NoticeState, RecipientState, Role

COLUMN_NAMES = {
    NoticeColumn.NEWS: N_("News"),
    NoticeColumn.POLICY: N_("Policy"),
    NoticeColumn.RECEPTION: N_("Reception days"),
    NoticeColumn.URGENT: N_("Urgent"),
}
COLUMN_SIGNS = {
    NoticeColumn.NEWS: "📰",
    NoticeColumn.POLICY: "📜",
    NoticeColumn.RECEPTION: "🤝",
    NoticeColumn.URGENT: "🚨",
}
STATE_NAMES = {
    NoticeState.DRAFT: N_("draft"),
    NoticeState.HANDED: N_("waits for a second person's release"),
    NoticeState.RELEASED: N_("released"),
    NoticeState.FIXING: N_("its recipients are being written down"),
    NoticeState.SENDING: N_("on its way"),
    NoticeState.PAUSED: N_("paused"),
    NoticeState.DONE: N_("sent"),
    NoticeState.CANCELLED: N_("cancelled"),
}
STATE_SIGNS = {
    NoticeState.DRAFT: "✏️",
    NoticeState.HANDED: "🙋",
    NoticeState.RELEASED: "🕘",
    NoticeState.FIXING: "▶️",
    NoticeState.SENDING: "▶️",
    NoticeState.PAUSED: "⏸",
    NoticeState.DONE: "✅",
    NoticeState.CANCELLED: "⏹",
}
ROLE_NAMES = {
    Role.CONSTITUENT: N_("people without an office here"),
    Role.REPRESENTATIVE: N_("representatives"),
    Role.UNIT: N_("unit officers"),
    Role.STAFF: N_("staff"),
}
"""The roles a notice can be for."""
LANGUAGE_NAMES = {"en": N_("English"), "zh_Hans": N_("Chinese")}
OUTCOME_NAMES = {
    RecipientState.WAITING: N_("not sent"),
    RecipientState.PROMISED: N_("on its way"),
    RecipientState.SENT: N_("sent"),
    RecipientState.UNREACHABLE: N_("cannot be reached"),
    RecipientState.FAILED: N_("refused by Telegram"),
    RecipientState.AMBIGUOUS: N_("ambiguous"),
    RecipientState.MUTED: N_("muted the column"),
}


def column_name(t: Translator, column: NoticeColumn | None) -> str:
    """The column with its sign; empty while there is none."""
    return f"{COLUMN_SIGNS[column]} {t(COLUMN_NAMES[column])}" if column is not None else ""


def number(n: int) -> str:
    """A number with separators, so that one reads it at a glance: `1,204`."""
    return f"{n:,}"
