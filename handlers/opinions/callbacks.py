"""What the buttons of opinions carry. Data from outside: always checked against the case as it is now."""

from aiogram.filters.callback_data import CallbackData

from storage.vocabulary import Action, Satisfaction


class OpenMine(CallbackData, prefix="om"):
    """A constituent opens an opinion of theirs."""

    opinion: int


class OpenCase(CallbackData, prefix="oc"):
    """A representative opens a case."""

    opinion: int


class OpenScreening(CallbackData, prefix="os"):
    """Staff open an opinion."""

    opinion: int


class ConstituentAct(CallbackData, prefix="ca"):
    """A constituent does something with an opinion that stands at `version`."""

    opinion: int
    version: int
    action: Action


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


class Rate(CallbackData, prefix="or"):
    """A constituent rates the answer of a round."""

    opinion: int
    round: int
    satisfaction: Satisfaction
