"""Staff correct what an opinion is about."""

from aiogram import F, Router
from aiogram.types import CallbackQuery

from handlers.conversation.filters import HasRole
from handlers.conversation.refusals import Unusable
from handlers.conversation.screen import Button, Screen
from handlers.conversation.turn import Turn
from handlers.opinions import cases
from handlers.opinions.callbacks import StaffAct
from handlers.opinions.cases import Step
from handlers.screening import screening
from handlers.screening import screening_screens as screens
from handlers.screening.screening_callbacks import SetTopic
from storage.models import Topic
from storage.queries import directory
from storage.vocabulary import Action, Role

router = Router(name="screening.classifying")
router.callback_query.filter(HasRole(Role.STAFF))

IN_A_ROW = 2


@router.callback_query(StaffAct.filter(F.action == Action.CLASSIFY))
async def choose(query: CallbackQuery, callback_data: StaffAct, turn: Turn) -> None:
    """What it could be about."""
    opinion = await screening.as_shown(turn, callback_data.opinion, callback_data.version)
    if opinion is None:
        return
    t, here = turn.t, {"opinion": opinion.id, "version": opinion.version}
    keys = [
        Button(("• " if topic.id == opinion.topic_id else "") + t.named(topic), SetTopic(topic=topic.id, **here))
        for topic in await directory.active_topics(turn.session)
    ]
    rows = [keys[at : at + IN_A_ROW] for at in range(0, len(keys), IN_A_ROW)]
    text = t("What is {reference} about?", reference=opinion.reference)
    turn.show(Screen(text, [*rows, [screens.back(t, opinion)]]))


@router.callback_query(SetTopic.filter())
async def classify(query: CallbackQuery, callback_data: SetTopic, turn: Turn) -> None:
    """It is about that from now on."""
    opinion = await screening.as_shown(turn, callback_data.opinion, callback_data.version)
    if opinion is None:
        return
    topic = await turn.session.get(Topic, callback_data.topic)
    if topic is None or not topic.active:
        raise Unusable(turn.t("That topic is no longer offered. Please choose another one."))
    if topic.id != opinion.topic_id:
        opinion.topic, opinion.topic_id = topic, topic.id
        await cases.move(turn.post, opinion, Action.CLASSIFY, Step(turn.me, Role.STAFF, why=topic.code))
        await screening.noted(turn, "opinion.classify", opinion, topic.code)
        turn.toast(turn.t("Its topic is {topic} now.", topic=turn.t.named(topic)))
    turn.show(await screening.card(turn, opinion))
