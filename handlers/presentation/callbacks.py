"""Callback data that several folders use. Data from outside: always checked against the case as it is now."""

from aiogram.filters.callback_data import CallbackData

from storage.vocabulary import Action, Done, Level, Role, Satisfaction


class OpenMine(CallbackData, prefix="om"):
    """A constituent opens an opinion of theirs."""

    opinion: int


class MinePage(CallbackData, prefix="mp"):
    """A constituent leafs through their opinions; pages count from 0."""

    page: int


class MineFiles(CallbackData, prefix="mf"):
    """A constituent looks at what is attached to an opinion of theirs."""

    opinion: int


class OpenCase(CallbackData, prefix="oc"):
    """A representative opens a case."""

    opinion: int


class InboxPage(CallbackData, prefix="ri"):
    """A page of a representative's inbox, from 0; `past`: of what is answered or closed."""

    past: bool
    page: int


class ReferredPage(CallbackData, prefix="up"):
    """A page of a unit's inbox, from 0; `past`: of what has left it."""

    past: bool
    page: int


class LatePage(CallbackData, prefix="slp"):
    """A page of what is late at the stations of staff, from 0."""

    page: int


class OpenScreening(CallbackData, prefix="os"):
    """Staff open an opinion."""

    opinion: int


class BeginSupervision(CallbackData, prefix="sv+"):
    """Staff take a case under supervision."""

    opinion: int
    version: int


class OpenSupervision(CallbackData, prefix="svo"):
    """Show a supervision."""

    supervision: int


class WhyRouted(CallbackData, prefix="why"):
    """Why an opinion is with whom it is, as somebody in this role may read it."""

    opinion: int
    role: Role


class OpenPiece(CallbackData, prefix="gui"):
    """A piece of the guide."""

    piece: str
    beside: bool
    """True: below what is being done, which goes on."""


class Story(CallbackData, prefix="sto"):
    """A page of all that was said in an opinion, from 0, as somebody in this role may read it."""

    opinion: int
    role: Role
    page: int


class ConstituentAct(CallbackData, prefix="ca"):
    """A constituent does something with an opinion that stands at `version`."""

    opinion: int
    version: int
    action: Action


class Withdraw(CallbackData, prefix="cw"):
    """A constituent is sure to withdraw an opinion that stands at `version`."""

    opinion: int
    version: int


class Into(CallbackData, prefix="in"):
    """Put a draft into an opinion that stands at `version`."""

    opinion: int
    version: int
    action: Action
    draft: str


class ToWhom(CallbackData, prefix="dw"):
    """The draft goes to this representative; 0: to whoever is responsible."""

    representative: int


class ListLevel(CallbackData, prefix="rl"):
    """A page of the representatives of one's place at a level, from 0; `draft`: to choose to whom a draft goes."""

    level: Level
    page: int
    draft: bool


class SendAs(CallbackData, prefix="ds"):
    """Send the draft with this number as it was at this revision, with the name or without."""

    draft: str
    revision: int
    anonymous: bool


class SendOwn(CallbackData, prefix="dk"):
    """Look the draft over and send it, though something like it is known already."""

    draft: str


class EndorseInstead(CallbackData, prefix="dm"):
    """Add the draft with one's voice to a matter, in place of sending it."""

    draft: str
    matter: int


class RepresentativeAct(CallbackData, prefix="ra"):
    """A representative does something with a case that stands at `version`."""

    opinion: int
    version: int
    action: Action


class StaffAct(CallbackData, prefix="sa"):
    """Staff do something with an opinion that stands at `version`."""

    opinion: int
    version: int
    action: Action


class ReferTo(CallbackData, prefix="ut"):
    """Refer to this unit."""

    opinion: int
    version: int
    by: Role
    unit: int


class Rate(CallbackData, prefix="or"):
    """A constituent rates the answer of a round."""

    opinion: int
    round: int
    satisfaction: Satisfaction


class Judge(CallbackData, prefix="jd"):
    """A constituent says whether what was reported done really is."""

    opinion: int
    version: int
    done: Done


class OpenReferred(CallbackData, prefix="uo"):
    """An officer opens what is, or was, with their unit."""

    opinion: int


class UnitAct(CallbackData, prefix="ua"):
    """An officer does something with a case that stands at `version`."""

    opinion: int
    version: int
    action: Action


class ShowMonth(CallbackData, prefix="cm"):
    """The month that begins with this day."""

    first: str


class OpenDay(CallbackData, prefix="rcd"):
    """A reception day, as everybody may see it."""

    day: int


class CalendarFile(CallbackData, prefix="rcf"):
    """The day as a file for a calendar."""

    day: int


class CheckIn(CallbackData, prefix="rci"):
    """A representative is there."""

    day: int


class ManageDay(CallbackData, prefix="rcm"):
    """Staff: one day, its roster and what can be done with it."""

    day: int


class ManagePage(CallbackData, prefix="rmp"):
    """Staff: the same, at a page of the keys for who sits there, from 0."""

    day: int
    page: int


class OpenSeated(CallbackData, prefix="phd"):
    """Staff: somebody on the roster of a day, to be invited or called; back leads to that page of the day."""

    representative: int
    day: int
    page: int


class WriteTo(CallbackData, prefix="wt"):
    """I want to write to this one."""

    representative: int


class OpenHolder(CallbackData, prefix="pho"):
    """Holder of this role, by its grant: a person without a role cannot be named."""

    grant: int


class RateHandling(CallbackData, prefix="rhu"):
    """A representative rates how the unit handled a round."""

    opinion: int
    round: int
    satisfaction: Satisfaction


class OpenMismatch(CallbackData, prefix="mmo"):
    """A rating that disagrees with another one, or with what came of it."""

    rating: int


class MatterFor(CallbackData, prefix="mtf"):
    """Staff see which matter an opinion is in, or put it into one."""

    opinion: int


class OpenMatter(CallbackData, prefix="mto"):
    """Staff open a matter."""

    matter: int


class BoardCard(CallbackData, prefix="bdc"):
    """Staff look at a matter's place on the public board."""

    matter: int


class BoardSay(CallbackData, prefix="bds"):
    """An author says whether the matter may stand on the board."""

    matter: int
    consents: bool


class OpenPublicMatter(CallbackData, prefix="mtp"):
    """Anybody opens what is public of a matter."""

    matter: int


class Endorse(CallbackData, prefix="mte"):
    """I add my voice to a matter."""

    matter: int


class JudgeMatter(CallbackData, prefix="mtj"):
    """Who follows a matter says whether what was reported done really is."""

    matter: int
    done: Done


class ConfirmDesk(CallbackData, prefix="dkc"):
    """Let the browser into the desk that shows this code."""

    session: int
    code: str


class SureAtDesk(CallbackData, prefix="dks"):
    """It is they who sit at the desk."""

    session: int


class EndDesk(CallbackData, prefix="dke"):
    """End a session at the desk, or refuse the browser that asks for one."""

    session: int


class OpenSuggestion(CallbackData, prefix="gso"):
    """A suggestion."""

    suggestion: int


class RaiseOpinion(CallbackData, prefix="gsr"):
    """A representative makes a suggestion of a case, or takes it into one."""

    opinion: int
