"""The public board as people in the chat read of it."""

from handlers.conversation.screen import Button, Rows, Screen
from handlers.conversation.texts import Html, Translator, bold, join, quote
from handlers.presentation.callbacks import BoardSay
from storage.models.matters import Matter


def question(t: Translator, matter: Matter) -> Screen:
    """What an author is asked, with all that would be shown."""
    head = t("🌐 May this stand on the public board of what was answered?")
    hint = t(
        "Everybody can read it there, in the words of the office. Your name and what you wrote are not shown. You can "
        "change your mind at any time with these keys."
    )
    return Screen(join([head, _shown(matter), hint]), answers(t, matter))


def _shown(matter: Matter) -> Html:
    return join([bold(matter.title), quote(matter.summary), f"💬 {matter.answer}" if matter.answer else ""])


def answers(t: Translator, matter: Matter) -> Rows:
    """Yes or no."""
    return [
        [
            Button(t("✅ Yes, it may"), BoardSay(matter=matter.id, consents=True)),
            Button(t("🚫 No"), BoardSay(matter=matter.id, consents=False)),
        ]
    ]


def said(t: Translator, matter: Matter, *, consents: bool) -> Screen:
    """What they said stands, and can be changed."""
    head = t("✅ Thank you. It may stand on the public board.")
    if not consents:
        head = t("🚫 It does not stand on the public board. Nothing else changes for you.")
    return Screen(join([head, bold(matter.title), t("You can change your mind at any time.")]), answers(t, matter))
