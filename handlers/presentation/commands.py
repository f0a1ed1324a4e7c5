"""The commands, by role: what /help lists and what the menu beside the letters offers."""

from typing import NamedTuple

from aiogram.methods import DeleteMyCommands, SetMyCommands
from aiogram.types import BotCommand, BotCommandScopeChat

from handlers.conversation.outgoing import Outgoing
from handlers.conversation.texts import N_, Html, Translator, bold, join
from handlers.core.roles import stations_of
from storage.models.people import Person
from storage.vocabulary import Lane, Role


class Command(NamedTuple):
    """A command of a role."""

    name: str
    """Without the slash."""
    role: Role
    text: str
    """Its use, in a few words; still to be translated."""
    of_county: bool = False
    """Only for staff of the county office."""
    at_desk: bool = False
    """Only where there is a desk."""


COMMANDS: tuple[Command, ...] = (
    Command("start", Role.CONSTITUENT, N_("what waits for me")),
    Command("opinion", Role.CONSTITUENT, N_("write an opinion")),
    Command("mine", Role.CONSTITUENT, N_("follow, rate, reopen my opinions")),
    Command("representatives", Role.CONSTITUENT, N_("who represents me")),
    Command("place", Role.CONSTITUENT, N_("where I live")),
    Command("reception", Role.CONSTITUENT, N_("reception days near me")),
    Command("guide", Role.CONSTITUENT, N_("what belongs where")),
    Command("notices", Role.CONSTITUENT, N_("which notices I get")),
    Command("inbox", Role.REPRESENTATIVE, N_("my cases, earliest due first")),
    Command("find", Role.REPRESENTATIVE, N_("find a case by reference or words")),
    Command("hot", Role.REPRESENTATIVE, N_("what more and more people write about")),
    Command("guide", Role.REPRESENTATIVE, N_("what to raise, and how to write it")),
    Command("link", Role.REPRESENTATIVE, N_("my link and QR code, also to print")),
    Command("suggestions", Role.REPRESENTATIVE, N_("formal suggestions: write, sign, follow")),
    Command("inbox", Role.UNIT, N_("what is referred to my unit")),
    Command("suggestions", Role.UNIT, N_("formal suggestions my unit handles")),
    Command("reminders", Role.UNIT, N_("when I am reminded")),
    Command("reminders", Role.REPRESENTATIVE, N_("when I am reminded")),
    Command("screen", Role.STAFF, N_("what is new")),
    Command("desk", Role.REPRESENTATIVE, N_("work in a browser"), at_desk=True),
    Command("desk", Role.UNIT, N_("work in a browser"), at_desk=True),
    Command("desk", Role.STAFF, N_("work in a browser"), at_desk=True),
    Command("calendar", Role.STAFF, N_("working days and days off")),
    Command("directory", Role.STAFF, N_("areas, stations, representatives, units, topics"), of_county=True),
    Command("invite", Role.STAFF, N_("invite a representative or a colleague")),
    Command("people", Role.STAFF, N_("who has joined, and who is missing")),
    Command("link", Role.STAFF, N_("links and QR codes, also to print")),
    Command("find", Role.STAFF, N_("find an opinion by reference or words")),
    Command("reminders", Role.STAFF, N_("when I am reminded")),
    Command("templates", Role.STAFF, N_("the reasons for declining"), of_county=True),
    Command("mismatch", Role.STAFF, N_("ratings that disagree")),
    Command("supervise", Role.STAFF, N_("cases under supervision, and those that should be")),
    Command("matters", Role.STAFF, N_("what many wrote about, and what is public of it")),
    Command("hot", Role.STAFF, N_("what more and more people write about")),
    Command("promises", Role.STAFF, N_("what units promised this year, late first")),
    Command("units", Role.STAFF, N_("how units, topics and stations do")),
    Command("suggestions", Role.STAFF, N_("formal suggestions, and the sessions"), of_county=True),
    Command("policy", Role.STAFF, N_("how long everything may take"), of_county=True),
    Command("routes", Role.STAFF, N_("which unit and who is responsible"), of_county=True),
    Command("guide", Role.STAFF, N_("the guide for constituents and representatives"), of_county=True),
    Command("keys", Role.STAFF, N_("keys of other programs (Open311)"), of_county=True),
    Command("notice", Role.STAFF, N_("tell many people something")),
    Command("language", Role.CONSTITUENT, N_("English or 中文")),
    Command("privacy", Role.CONSTITUENT, N_("see, export or erase what is mine")),
    Command("help", Role.CONSTITUENT, N_("what one can do here")),
    Command("cancel", Role.CONSTITUENT, N_("leave anything")),
)
"""In the order of the menu. A new feature adds its own."""

HEADINGS = {
    Role.REPRESENTATIVE: N_("As a representative"),
    Role.UNIT: N_("As a unit officer"),
    Role.STAFF: N_("As staff"),
}


def held(person: Person, *, desk: bool) -> list[Command]:
    """The commands of all the roles a person holds. `desk`: there is one."""
    of_county = stations_of(person.grants) is None
    roles = {Role.CONSTITUENT, *(grant.role for grant in person.grants)}
    return [
        command for command in of_roles(roles) if (of_county or not command.of_county) and (desk or not command.at_desk)
    ]


def of_roles(roles: set[Role]) -> list[Command]:
    """The commands of these roles."""
    return [command for command in COMMANDS if command.role in roles]


def menu(t: Translator, commands: list[Command]) -> list[BotCommand]:
    """Commands as Telegram's menu takes them: one that serves several roles stands once, as the last of them has it."""
    texts = {command.name: t(command.text).plain for command in commands}
    return [BotCommand(command=name, description=text) for name, text in texts.items()]


def set_menu(out: Outgoing, person: Person, *, lane: Lane = Lane.STAFF) -> None:
    """Promise the menu of a person's roles in their language. Call it when either has changed.

    Who holds no role and never chose a language has everybody's menu, which follows Telegram's language by itself.
    """
    if person.chat_id is None:
        return
    scope = BotCommandScopeChat(chat_id=person.chat_id)
    call: SetMyCommands | DeleteMyCommands = DeleteMyCommands(scope=scope)
    if person.grants or person.language_chosen:
        call = SetMyCommands(commands=menu(out.t(person), held(person, desk=bool(out.county.desk_url))), scope=scope)
    out.send(person.chat_id, call, lane=lane)


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
