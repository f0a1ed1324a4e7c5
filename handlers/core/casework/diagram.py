"""The state diagram of docs/life-of-an-opinion.md, made from the table of moves.

Print it with `python -m handlers.core.casework.diagram`.
"""

from handlers.core.casework.policy import Unit, table
from handlers.core.casework.rules import MOVES
from storage.vocabulary import CaseKind, Role, Stage

WHO = {
    Role.CONSTITUENT: "constituent",
    Role.REPRESENTATIVE: "representative",
    Role.UNIT: "unit",
    Role.STAFF: "staff",
    Role.SYSTEM: "time",
}


def page() -> str:
    """The whole page: a state diagram, and the clocks."""
    lines = [
        "# The life of an opinion",
        "",
        "Generated from `handlers/core/casework/rules.py`; a test keeps it so.",
        "",
    ]
    lines += ["```mermaid", "stateDiagram-v2", "    [*] --> submitted: constituent submits"]
    for at in Stage:
        for to in Stage:
            labels = [f"{WHO[move.by]}: {move.action.value}" for move in MOVES if move.at is at and move.to is to]
            if labels and at is not to:
                lines.append(f"    {at.value} --> {to.value}: {', '.join(labels)}".replace("_", " "))
    lines += ["```", "", "| clock of an opinion, by default | days | from |", "|---|---|---|"]
    for row in table().values():
        number, kind = row.default(CaseKind.OPINION), "working" if row.unit is Unit.WORKING else "calendar"
        lines.append(f"| {row.name['en']} | {number.days} {kind} | {number.source['en']} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    print(page(), end="")  # noqa: T201
