"""The commands, by role: what /help lists and what the menu beside the letters offers."""

from typing import NamedTuple

from handlers.conversation.texts import N_, Html, Translator, bold, join
from handlers.conversation.turn import Turn
from storage.vocabulary import Role


class Command(NamedTuple):
    """A command of a role."""

    name: str
    """Without the slash."""
    role: Role
    text: str
    """What it does, in a few words; still to be translated."""


COMMANDS: tuple[Command, ...] = (
    Command("start", Role.CONSTITUENT, N_("what waits for me")),
    Command("opinion", Role.CONSTITUENT, N_("write an opinion")),
    Command("mine", Role.CONSTITUENT, N_("follow, rate, reopen my opinions")),
    Command("representatives", Role.CONSTITUENT, N_("who represents me")),
    Command("place", Role.CONSTITUENT, N_("where I live")),
    Command("notices", Role.CONSTITUENT, N_("which notices I get")),
    Command("inbox", Role.REPRESENTATIVE, N_("my cases, earliest due first")),
    Command("screen", Role.STAFF, N_("what is new")),
    Command("notice", Role.STAFF, N_("tell many people something")),
    Command("language", Role.CONSTITUENT, N_("English or 中文")),
    Command("privacy", Role.CONSTITUENT, N_("see, export or erase what is mine")),
    Command("help", Role.CONSTITUENT, N_("what one can do here")),
    Command("cancel", Role.CONSTITUENT, N_("leave anything")),
)
"""In the order of the menu. A new feature adds its own."""

HEADINGS = {
    Role.REPRESENTATIVE: N_("As a representative"),
    Role.STAFF: N_("As staff"),
}


def held(turn: Turn) -> list[Command]:
    """The commands of all the roles a person holds."""
    return [command for command in COMMANDS if turn.has(command.role)]


def listed(t: Translator, commands: list[Command]) -> Html:
    """A line a command, the constituent's first, then a part for each further role."""
    parts = [_lines(t, commands, Role.CONSTITUENT)]
    for role, heading in HEADINGS.items():
        lines = _lines(t, commands, role)
        if lines:
            parts.append(join([bold(t(heading)), lines]))
    return join(list(parts), "\n\n")


def _lines(t: Translator, commands: list[Command], role: Role) -> Html:
    return join([Html(f"/{command.name} {t(command.text)}") for command in commands if command.role is role])
