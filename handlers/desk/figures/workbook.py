"""The page of figures as a workbook: what it shows, and what it does not say stays unsaid."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from handlers.conversation.texts import Translator
from handlers.core.desk import actions
from handlers.core.desk.tally import LEAST, Figures
from handlers.core.league.export import Cell
from handlers.desk.casework.export import KINDS
from handlers.desk.figures.page import gathered
from handlers.desk.web import Answer, Desk

Rows = list[list[Cell]]
"""What it is, of what, this period's, the one's before."""


async def take_out(desk: Desk) -> Answer:
    """The period that the page shows. Raises `NotAllowed`, `TooCostly`."""
    t, data = desk.t, await gathered(desk)
    title = t("Figures: {period}", period=data["name"]).plain
    remark = t("Counted {moment}. Nothing is said of fewer than {n} cases.",
               moment=t.moment(data["counted_at"]), n=LEAST).plain  # fmt: skip
    header = [t("Figure").plain, t("Of").plain, data["name"], data["before"]]
    code = data["wanted"].code
    content = await actions.export_figures(desk.out, desk.actor, code, title, remark, header, _rows(t, data))
    return Answer(body=content, mime=KINDS["xlsx"], filename=f"huiyin-figures-{code}.xlsx")


def _rows(t: Translator, data: dict[str, Any]) -> Rows:
    few = t("too few").plain
    rows = _tiles(t, data["now"], data["was"], few)
    for label, now, was in data["times"]:
        for place, words in ((1, t("half of them within, days")), (2, t("nine of ten within, days"))):
            rows.append([label, words.plain, *(Decimal(str(one[place])) if one else few for one in (now, was))])
    for name, bars in (
        (t("Opinions by week"), data["weeks"] if data["now"]["received"] >= LEAST else []),
        (t("Where they stand now"), data["stages"]),
        (t("By topic"), data["topics"]),
        (t("By place"), data["areas"]),
    ):
        rows += [[name.plain, bar.label, bar.n, "" if bar.was is None else bar.was] for bar in bars]
    for whole in [*data["satisfaction"], *data["handled"]]:
        rows += [[whole.label, part.label, part.n, ""] for part in whole.parts]
    represent = t("Representatives").plain
    rows += [[represent, bar.label, bar.n, ""] for bar in data["composed"].levels]
    for chart in data["composed"].charts:
        rows += [
            [chart.title, f"{whole.label}: {part.label}", part.n, ""] for whole in chart.wholes for part in whole.parts
        ]
    return rows


def _tiles(t: Translator, now: Figures, was: Figures, few: str) -> Rows:
    def cases(n: int) -> Cell:
        return n if n >= LEAST else few

    def share(one: Sequence[float] | None) -> Cell:
        return float(one[1]) if one else few

    return [
        [t("opinions received").plain, "", cases(now["received"]), cases(was["received"])],
        [t("replies of units in time").plain, "", share(now["replied"]), share(was["replied"])],
        [t("promises made").plain, "", cases(now["promised"]), cases(was["promised"])],
        [t("promises reported done in time").plain, "", share(now["kept"]), share(was["kept"])],
        [t("reception days held").plain, "", now["reception"][0], was["reception"][0]],
        [t("notices sent").plain, "", now["notices"][0], was["notices"][0]],
        [t("people whom notices reached").plain, "", now["notices"][1], was["notices"][1]],
    ]
