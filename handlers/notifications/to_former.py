"""Messages to the representative who had a case until now, about its leaving them."""

from handlers.conversation.outgoing import Outgoing
from handlers.conversation.texts import Html, Translator
from handlers.core.casework.events import CaseMoved
from handlers.notifications.readers import case_of, to_former_representative
from storage.vocabulary import Action


def _no_longer(moved: CaseMoved, t: Translator) -> Html:
    opinion, name = moved.opinion, t.named(moved.opinion.representative)
    match moved.action:
        case Action.HAND_OVER:
            return t("{reference} is with {name} now.", reference=opinion.reference, name=name)
        case Action.ASSIGN:
            return t(
                "{reference} was given to {name}; you need not do anything more about it.",
                reference=opinion.reference,
                name=name,
            )
        case Action.DECLINE:
            return t(
                "{reference} was declined by staff; you need not do anything more about it.",
                reference=opinion.reference,
            )
    main = moved.step.merged_into
    return t(
        "{reference} is handled together with {main}; you need not do anything more about it.",
        reference=opinion.reference,
        main=main.reference if main is not None else "",
    )


LEAVES = frozenset({Action.HAND_OVER, Action.ASSIGN, Action.DECLINE, Action.MERGE})
"""Moves by which a representative loses a case."""


async def tell_former(out: Outgoing, moved: CaseMoved) -> None:
    """Tell who had it until now that they have it no longer."""
    before, now = moved.representative_before, (await case_of(out, moved.opinion)).representative_id
    if moved.action in LEAVES and before is not None and (moved.action is Action.DECLINE or before.id != now):
        await to_former_representative(out, moved.opinion, before.id, lambda t: _no_longer(moved, t), but=moved.step.by)
