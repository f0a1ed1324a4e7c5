"""Callback data of matters. Data from outside: always checked against the matter as it is now."""

from aiogram.filters.callback_data import CallbackData

from handlers.core.matters.rules import MatterAction
from storage.matter_vocabulary import MatterNewsKind

MATTERS, CHOICE, WITHIN, ALIKE, FOLLOWED = "matters", "matter-choice", "matter-opinions", "matter-alike", "followed"
HOT, GROUP = "hot", "hot-group"
"""Names of the lists of matters, of those that an opinion could be in, of opinions in a matter, of opinions that
could be in it, of what somebody follows, of what grows, and of the opinions of one place and topic."""


class MatterPage(CallbackData, prefix="mtl"):
    """A page of the matters, from 0."""

    page: int


class ChoicePage(CallbackData, prefix="mtc"):
    """A page of the matters that an opinion could be in, from 0."""

    opinion: int
    page: int


class PutInto(CallbackData, prefix="mti"):
    """Put the opinion into the matter."""

    opinion: int
    matter: int


class OpenNew(CallbackData, prefix="mtn"):
    """Open a new matter with the opinion in it."""

    opinion: int


class TakeOut(CallbackData, prefix="mtx"):
    """Take the opinion out of its matter."""

    opinion: int
    matter: int


class WithinPage(CallbackData, prefix="mtw"):
    """A page of the opinions in a matter, from 0."""

    matter: int
    page: int


class AlikePage(CallbackData, prefix="mtb"):
    """A page of opinions that could be in a matter, from 0."""

    matter: int
    page: int


class WriteMatter(CallbackData, prefix="mtr"):
    """Write title and summary."""

    matter: int
    version: int


class KeepWritten(CallbackData, prefix="mtk"):
    """Keep title and summary as previewed."""

    matter: int
    version: int


class MatterAct(CallbackData, prefix="mta"):
    """Do something with what is public of it; `sure`: as previewed."""

    matter: int
    version: int
    act: MatterAction
    sure: bool = False


class TellFollowers(CallbackData, prefix="mty"):
    """Tell those who follow it: what kind of news?"""

    matter: int


class TellKind(CallbackData, prefix="mtq"):
    """Tell them this kind of news."""

    matter: int
    kind: MatterNewsKind


class SendNews(CallbackData, prefix="mtz"):
    """Tell them as previewed."""

    matter: int
    version: int


class SaidPage(CallbackData, prefix="mtd"):
    """A page of what was said with the voices of a matter, from 0."""

    matter: int
    page: int


class SaidFiles(CallbackData, prefix="mtg"):
    """Send the photos and files of a page of it."""

    matter: int
    page: int


class FollowedPage(CallbackData, prefix="mtv"):
    """A page of what one follows, from 0."""

    page: int


class HotPage(CallbackData, prefix="mh"):
    """A page of what grows, from 0."""

    page: int


class HotPicture(CallbackData, prefix="mhp"):
    """What grows, as a picture."""


class GroupPage(CallbackData, prefix="mhg"):
    """A page of the opinions from one place on one topic, from 0."""

    area: int
    topic: int
    page: int


class SayMore(CallbackData, prefix="mtm"):
    """Add words and photos to one's voice."""

    matter: int


class Unfollow(CallbackData, prefix="mtu"):
    """Hear of it no longer."""

    matter: int
