"""Screens of merging: candidates, two texts side by side, confirmation."""

from collections.abc import Collection, Mapping, Sequence

from handlers.conversation.paging import Page
from handlers.conversation.screen import Button, Screen
from handlers.conversation.texts import Html, Translator, bold, join, quote, shortened
from handlers.core.casework import rules
from handlers.core.casework.similar import Like
from handlers.core.casework.wording import stretches
from handlers.presentation.callbacks import MatterFor, OpenScreening
from handlers.presentation.choices import how_alike
from handlers.presentation.names import STAGE_NAMES
from handlers.screening.callbacks import AskReference, AssignTo, Compare, MergeInto, MergeNow, SimilarPage
from handlers.screening.screens import back
from storage.models.opinions import Opinion
from storage.queries.similar import Facts
from storage.vocabulary import Action, Role

LISTED = 5
"""Opinions a page."""
EXCERPT = 160
"""Characters of each in the list."""
BESIDE = 1_200
"""Characters of each beside the other: both fit into one message."""


def candidates(
    t: Translator,
    opinion: Opinion,
    page: Page,
    found: Sequence[Like],
    facts: Mapping[int, Facts],
    texts: Mapping[int, str],
) -> Screen:
    """A page of what resembles an opinion, the most alike first, shared words in bold; each is opened to compare."""
    here = {"opinion": opinion.id, "version": opinion.version}
    lines: list[str] = [page.title(t, t("🔗 Like {reference}", reference=bold(opinion.reference)))]
    rows = []
    for like in page.of(found):
        number, one = like.opinion.id, facts[like.opinion.id]
        alike = t("same place") if like.near else "", t(how_alike(like.alike))
        text = quote(_marked(shortened(texts[number], EXCERPT), like.shared))
        lines.append(join([join([bold(one.reference), *_facts(t, one), *alike], " · "), text]))
        label = t("🔍 Compare with {reference}", reference=one.reference)
        rows.append([Button(label, Compare(other=number, **here))])
    rows.append(page.turning(lambda number: SimilarPage(page=number, **here)))
    rows.append(
        [
            Button(t("⌨️ Another reference"), AskReference(**here)),
            Button(t("🧩 Matter"), MatterFor(opinion=opinion.id)),
        ]
    )
    return Screen(join(lines, "\n\n"), [*rows, [back(t, opinion)]])


def _marked(text: str, shared: Collection[str]) -> Html:
    """The text with the words that the other one has too in bold."""
    return join([bold(piece) if both else piece for piece, both in stretches(text, shared)], "")


def _facts(t: Translator, one: Facts | Opinion) -> list[Html]:
    return [t(STAGE_NAMES[one.stage.value]), t.day(one.submitted_at)]


def beside(
    t: Translator,
    opinion: Opinion,
    other: Opinion,
    texts: dict[int, str],
    shared: Collection[str],
    hindrance: Html | None,
) -> Screen:
    """Both texts, one under the other, shared words in bold, without their authors.

    `hindrance` says why they cannot be merged.
    """
    here = {"opinion": opinion.id, "version": opinion.version}
    parts = [
        join(
            [
                join([bold(one.reference), *_facts(t, one)], " · "),
                quote(_marked(shortened(texts[one.id] or "–", BESIDE), shared)),
            ]
        )
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
    rows.append([Button(t("🧩 Matter"), MatterFor(opinion=opinion.id))])
    back_to_list = t("✖️ Not the same") if hindrance is None else t("⬅️ Back")
    rows.append([Button(back_to_list, SimilarPage(page=-1, **here))])
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
