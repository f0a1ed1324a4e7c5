"""Previews of what is written to, by and about units: as its reader will see it, before it goes out."""

from collections.abc import Sequence

from handlers.conversation.case_drafts import CaseDraft, Kind
from handlers.conversation.screen import LONGEST_LABEL, Button, in_pairs
from handlers.conversation.texts import Html, Translator, bold, join, shortened
from handlers.core.casework import promises
from handlers.core.casework.outcomes import legend
from handlers.core.casework.referrals import PassedOn
from handlers.core.casework.supporting import Part
from handlers.presentation import letters, outcomes
from handlers.presentation.common_texts import how_to_change, not_reached, not_translated
from handlers.presentation.history import shown
from handlers.writing.callbacks import AskOutcome, AskSteps, DoneSoFar, Result, TickStep, UseTemplates
from storage.models.commitments import Commitment
from storage.models.directory import HandlingUnit
from storage.models.opinions import Opinion
from storage.vocabulary import Action


def referral(t: Translator, opinion: Opinion, draft: CaseDraft, unit: HandlingUnit) -> Html:
    """Unit it goes to, and the remark."""
    remark = shown(t, draft.words, draft.files)
    return join(
        [
            t("Refer {reference} to {unit}?", reference=bold(opinion.reference), unit=bold(t.named(unit))),
            t("They see what was written and what is attached, not who wrote it. Its author learns which unit has it."),
            remark or t("If you like, write a remark for them; photos and documents are fine too."),
        ],
        "\n\n",
    )


def passing(t: Translator, opinion: Opinion, draft: CaseDraft, passed: PassedOn, follows: Action) -> Html:
    """The whole answer. `follows`: what does if its reader is not satisfied."""
    head = t("👀 This is what the author of {reference} will read:", reference=opinion.reference)
    more = how_to_change(t)
    if not draft.parts:
        more = t("If you like, write a few words of your own: they come first.")
    hint = join(
        [
            not_translated(t, f"{draft.words} {passed.words}", opinion.constituent.language),
            "" if opinion.constituent.reachable else not_reached(t),
        ]
    )
    return join(
        [bold(head), letters.answer(t, opinion, draft.words, draft.files, passed, follows=follows), hint, more], "\n\n"
    )


def returning(t: Translator, opinion: Opinion, unit: HandlingUnit | None) -> Html:
    """Heading that it goes back, and whose it is, if they know."""
    head = t("{reference} goes back to the representative as not yours:", reference=bold(opinion.reference))
    whose = t("It belongs to: {unit}", unit=bold(t.named(unit))) if unit is not None else ""
    return join([head, whose])


def support(t: Translator, opinion: Opinion, draft: CaseDraft, unit: HandlingUnit) -> Html:
    """Unit that is asked to support, and with what."""
    lead = t.named(opinion.unit) if opinion.unit is not None else ""
    return join(
        [
            t("Ask {unit} to support {lead} with {reference}?", unit=bold(t.named(unit)), lead=lead,
              reference=bold(opinion.reference)),
            t("They see what was written, not who wrote it, and write their part for the reply."),
            shown(t, draft.words, draft.files) or t("If you like, write what you need from them."),
        ],
        "\n\n",
    )  # fmt: skip


def entrusting(t: Translator, opinion: Opinion, draft: CaseDraft, unit: HandlingUnit, promise: Commitment) -> Html:
    """Unit that keeps a promise from now on, and why, as everybody concerned will read it."""
    facts = {
        "reference": bold(opinion.reference),
        "unit": bold(t.named(unit)),
        "before": t.named(promise.unit),
        "day": t.day(promise.due_on),
    }
    if not draft.parts:
        head = t("🏢 {reference}: {unit} keeps what {before} promised by {day}.", **facts)
        return join([head, t("Why? Both units, the representative and whoever waits for it read this.")], "\n\n")
    head = t("🏢 Everybody concerned with {reference} reads: {unit} keeps what {before} promised by {day}.", **facts)
    return join([head, shown(t, draft.words, draft.files), how_to_change(t)], "\n\n")


def reply(t: Translator, opinion: Opinion, draft: CaseDraft, shared: Sequence[Part]) -> Html:
    """Reply of a unit: what came of it, and what is written."""
    reference = bold(opinion.reference)
    if not draft.parts:
        head = t(
            "{reference}: write your reply: words, photos, documents, in as many messages as you like. "
            "You see it before it goes out.",
            reference=reference,
        )
    else:
        head = t("👀 {reference}: this goes to the representative, who passes it on:", reference=reference)
    if draft.outcome is None:
        told = join([t("What is the result?"), outcomes.explained(t)])
    else:
        planned = promises.read(draft.steps) if draft.day is not None else []
        told = join([outcomes.told(t, draft.outcome, draft.day), *letters.steps(t, planned)])
    more = how_to_change(t) if draft.parts else ""
    others = join([t("With it goes what other units wrote:"), *letters.parts(t, shared)]) if shared else ""
    return join([head, join([shown(t, draft.words, draft.files), told]), others, more], "\n\n")


def outcome_keys(t: Translator, opinion: Opinion, draft: CaseDraft) -> list[list[Button]]:
    """Keys of what came of it: to choose, or to change."""
    template = [Button(t("📝 From a template"), UseTemplates(opinion=opinion.id, page=0))]
    if draft.outcome is not None:
        rows = [[Button(t("🏷 Another result"), AskOutcome(opinion=opinion.id))], template]
        label = t("🪜 Other steps") if draft.steps else t("🪜 Name the steps")
        return [[Button(label, AskSteps(opinion=opinion.id))], *rows] if draft.day is not None else rows
    return [*result_keys(t, opinion), template]


def result_keys(t: Translator, opinion: Opinion) -> list[list[Button]]:
    """A key for each class."""
    keys = [Button(outcomes.named(t, outcome), Result(opinion=opinion.id, outcome=outcome)) for outcome in legend()]
    return in_pairs(keys)


PERCENTS = (25, 50, 75, 90)
"""So much done has a key."""


def progress(t: Translator, opinion: Opinion, draft: CaseDraft, promise: Commitment | None) -> Html:
    """Heading of a report on what was promised, and how much of it is done."""
    reference = bold(opinion.reference)
    if draft.kind is Kind.FINISHED:
        return t("🏁 This goes to whoever waits for what you promised in {reference}: it is done.", reference=reference)
    head = t("🔧 This goes to whoever waits for what you promised in {reference}:", reference=reference)
    ticked = next((one.what for one in promise.steps if one.id == draft.step), None) if promise is not None else None
    return join(
        [
            head,
            t("{percent} % done", percent=draft.percent) if draft.percent is not None else "",
            t("✅ {step}", step=ticked) if ticked is not None else "",
        ]
    )


def step_keys(t: Translator, opinion: Opinion, draft: CaseDraft, promise: Commitment | None) -> list[list[Button]]:
    """A key for each step that is still to come: with this report it is done; what was ticked is taken out again."""
    ahead = [one for one in promise.steps if one.done_at is None] if promise is not None else []
    return [
        [
            Button(
                shortened(t("☑️ not yet: {step}", step=one.what).plain, LONGEST_LABEL)
                if one.id == draft.step
                else shortened(t("✅ Done: {step}", step=one.what).plain, LONGEST_LABEL),
                TickStep(opinion=opinion.id, step=0 if one.id == draft.step else one.id),
            )
        ]
        for one in ahead
    ]


def percent_keys(t: Translator, opinion: Opinion, draft: CaseDraft) -> list[list[Button]]:
    """Keys for how much is done, without the one that is chosen."""
    return [
        [
            Button(t("{percent} %", percent=percent).plain, DoneSoFar(opinion=opinion.id, percent=percent))
            for percent in PERCENTS
            if percent != draft.percent
        ]
    ]
