"""Screens of merging: candidates, two texts side by side, confirmation."""

from collections.abc import Sequence

from handlers.conversation.screen import Button, Screen
from handlers.conversation.texts import Html, Translator, bold, join, quote, shortened
from handlers.core.casework import rules
from handlers.core.casework.similar import Like
from handlers.presentation.callbacks import OpenScreening
from handlers.presentation.choices import how_alike
from handlers.presentation.names import STAGE_NAMES
from handlers.screening.callbacks import AskReference, AssignTo, Compare, MergeInto, MergeNow
from handlers.screening.screens import back
from storage.models.opinions import Opinion
from storage.queries.merging import Beside
from storage.vocabulary import Action, Role

EXCERPT = 160
"""Characters of each in the list."""
BESIDE = 1_200
"""Characters of each beside the other: both fit into one message."""


def candidates(t: Translator, opinion: Opinion, found: Sequence[Like]) -> Screen:
    """Candidates that resemble an opinion, the most alike first; each is opened to compare."""
    here = {"opinion": opinion.id, "version": opinion.version}
    lines: list[str] = [t("🔗 Like {reference}", reference=bold(opinion.reference))]
    for like in found:
        facts = [bold(like.opinion.reference), *_facts(t, like.opinion), t(how_alike(like.alike))]
        lines.append(join([join(list(facts), " · "), quote(shortened(like.text, EXCERPT))]))
    rows = [
        [
            Button(
                t("🔍 Compare with {reference}", reference=like.opinion.reference),
                Compare(other=like.opinion.id, **here),
            )
        ]
        for like in found
    ]
    rows.append([Button(t("⌨️ Another reference"), AskReference(**here))])
    return Screen(join(lines, "\n\n"), [*rows, [back(t, opinion)]])


def _facts(t: Translator, one: Beside | Opinion) -> list[Html]:
    return [t(STAGE_NAMES[one.stage.value]), t.day(one.submitted_at)]


def beside(t: Translator, opinion: Opinion, other: Opinion, texts: dict[int, str], hindrance: Html | None) -> Screen:
    """Both texts, one under the other, without their authors; `hindrance` says why they cannot be merged."""
    here = {"opinion": opinion.id, "version": opinion.version}
    parts = [
        join([join([bold(one.reference), *_facts(t, one)], " · "), quote(shortened(texts[one.id] or "–", BESIDE))])
        for one in (opinion, other)
    ]
    rows = []
    if hindrance is None:
        label = t("🔗 Merge into {reference}", reference=other.reference)
        rows.append([Button(label, MergeInto(main=other.id, **here))])
    elif _may_follow(opinion, other):
        label = t("✅ Assign to {name} too", name=t.named(other.representative))
        rows.append([Button(label, AssignTo(representative=other.representative_id or 0, **here))])
    rows.append([Button(t("Open {reference}", reference=other.reference), OpenScreening(opinion=other.id))])
    rows.append([Button(t("⬅️ Back"), Compare(other=0, **here))])
    return Screen(join([*parts, hindrance or ""], "\n\n"), rows)


def _may_follow(opinion: Opinion, other: Opinion) -> bool:
    """True if it could go to the representative who had the other one."""
    one = other.representative
    possible = rules.find(opinion.stage, Action.ASSIGN, Role.STAFF) is not None
    return possible and one is not None and one.active and one.id != opinion.representative_id


def confirmation(t: Translator, opinion: Opinion, main: Opinion, along: int) -> Screen:
    """Ask once more: what will happen, before it does. `along`: how many are handled with the opinion so far."""
    name = t.named(main.representative)
    lines: list[str] = [
        bold(t("🔗 Merge {reference} into {main}?", reference=opinion.reference, main=main.reference)),
        t("• The author of {reference} is told the other reference, nothing else of it.", reference=opinion.reference),
        t("• They get the answer to {main}, and rate it themselves.", main=main.reference),
        t("• {name}, who has {main}, reads both.", name=name, main=main.reference)
        if name
        else t("• {main} waits for screening itself.", main=main.reference),
        t("• If {main} is declined or withdrawn, {reference} comes back to you.", main=main.reference,
          reference=opinion.reference),
    ]  # fmt: skip
    if along:
        lines.append(
            t.plural("• {n} opinion merged into it moves along.", "• {n} opinions merged into it move along.", along)
        )
    here = {"opinion": opinion.id, "version": opinion.version}
    rows = [
        [Button(t("🔗 Yes, merge"), MergeNow(main=main.id, **here))],
        [Button(t("⬅️ Back"), Compare(other=main.id, **here))],
    ]
    return Screen(join(lines), rows)
