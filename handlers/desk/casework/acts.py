"""Forms of what can be done with a case, and what was filled in."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date

from handlers.conversation.texts import N_
from handlers.core.casework.content import Said
from handlers.core.errors import check_length
from handlers.desk.casework import choosing
from handlers.desk.fields import LONGEST, LONGEST_REASON, Field, missing
from handlers.desk.web import Desk, number


@dataclass(frozen=True, slots=True)
class Form:
    """What is asked for an action, and doing it."""

    label: str
    do: Callable[[Desk, "Typed"], Awaitable[object]]
    fields: Sequence[Field] = ()
    key: str = ""
    """Letter that opens it."""
    previewed: bool = False
    """Its words are read by the author of the opinion, so they are seen first as they will be read."""
    reads: Callable[[Desk, "Typed"], Awaitable[str]] | None = None
    """What the author will read; None: the words."""
    done: str = N_("Done: {reference}.")


@dataclass(frozen=True, slots=True)
class Typed:
    """What was filled in, for a case as it was seen."""

    desk: Desk
    opinion_id: int
    version: int

    def number(self, name: str) -> int:
        """The row that was chosen; 0: none."""
        return number(self.desk.asked.typed(name))

    @property
    def words(self) -> str:
        """The words, as they will be read."""
        return self.desk.asked.typed("words")

    @property
    def said(self) -> list[Said]:
        """The words as something said in the case; empty without words."""
        return [Said(self.words)] if self.words else []

    @property
    def day(self) -> date | None:
        """The day that was chosen; None for none, or what is no day."""
        try:
            return date.fromisoformat(self.desk.asked.typed("day"))
        except ValueError:
            return None

    def check(self, form: Form) -> None:
        """Raises `Unusable`, `TextTooLong`."""
        for field in form.fields:
            value = self.desk.asked.typed(field.name)
            check_length(value, field.longest)
            if (field.needed and not value) or (field.name == "day" and value and self.day is None):
                raise missing(self.desk)


def words_field(label: str, *, needed: bool = True, longest: int = LONGEST_REASON) -> Field:
    """A field for words of several lines."""
    return Field("words", "words", label, needed, longest=longest)


WHY = words_field(N_("Why"))
REMARK = words_field(N_("Remark, if there is one"), needed=False)
ANSWER = words_field(N_("What its author reads"), longest=LONGEST)
DAY = Field("day", "day", N_("Until"))
UNIT = Field("unit", "choice", N_("Unit"), choices=choosing.units)
