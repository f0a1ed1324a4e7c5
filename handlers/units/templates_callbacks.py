"""Callback data of a unit's templates of replies. Data from outside: always checked against what is theirs."""

from aiogram.filters.callback_data import CallbackData

from storage.vocabulary import Outcome


class TemplatesPage(CallbackData, prefix="rtp"):
    """A page of the templates of one's units, from 0."""

    page: int


class NewTemplate(CallbackData, prefix="rtn"):
    """A new one for this unit."""

    unit: int


class OpenTemplate(CallbackData, prefix="rto"):
    """A template."""

    template: int


class WriteTemplate(CallbackData, prefix="rtw"):
    """Word it anew."""

    template: int


class TemplateResults(CallbackData, prefix="rtr"):
    """The result classes it could be for."""

    template: int


class SetTemplateResult(CallbackData, prefix="rts"):
    """It is for this result class; none: any."""

    template: int
    outcome: Outcome | None


class TemplateTopics(CallbackData, prefix="rtt"):
    """A page of the topics it could be for, from 0."""

    template: int
    page: int


class SetTemplateTopic(CallbackData, prefix="rtu"):
    """It is for this topic; 0: any."""

    template: int
    topic: int


class RemoveTemplate(CallbackData, prefix="rtx"):
    """Remove it, once one is `sure`."""

    template: int
    sure: bool


class UseTemplate(CallbackData, prefix="rtz"):
    """Put its words into the reply."""

    opinion: int
    template: int
