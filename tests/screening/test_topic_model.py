"""Topics are read in texts by a model that learns from what staff confirmed, and is used only if it is no worse."""

import random
from collections.abc import Sequence
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.clock import Clock
from bot.topics import train
from handlers.core.topics import learning, linear, suggesting, training, trying
from handlers.core.topics.learning import Example
from handlers.core.topics.trying import Came
from handlers.core.unit_of_work import County, UnitOfWork
from storage.engine import Database
from storage.models.directory import Topic
from storage.models.opinions import Entry, Event, Opinion
from storage.models.people import Audit, Person
from storage.models.topic_models import TopicModel
from storage.queries.topic_models import newest
from storage.vocabulary import Action, EntryKind, Role, Stage
from tests.screening.office import Office
from tests.town import MONDAY, ZONE

PLACE = County(ZONE, "CN", "en", "TC", 1, "")
SAID = {"roads": ("坑洼", "路面", "泥泞", "pothole"), "water": ("井水", "浑浊", "断流", "the well is dirty")}
ANYTHING = ("村里", "老人", "孩子", "去年", "每天", "上学", "please", "since spring", "没人来", "邻居")


def examples(many: int = 130, seed: int = 1) -> list[Example]:
    """Made up: a word or two on the topic among others, half of them on each."""
    rng = random.Random(seed)
    made = []
    for number in range(many):
        topic = ("roads", "water")[number % 2]
        words = [*rng.sample(ANYTHING, 4), *rng.sample(SAID[topic], 2), f"{number}号"]
        made.append(Example("，".join(rng.sample(words, len(words))), topic))
    return made


async def keep(database: Database, made: Sequence[Example], seen: Action = Action.ASSIGN) -> None:
    """Opinions that staff have given on; their topics are in the directory."""
    async with database.writing() as session:
        topics = {row.code: row.id for row in await session.scalars(select(Topic))}
        person = (await session.scalars(select(Person))).first() or Person(language="en", created_at=MONDAY)
        session.add(person)
        await session.flush()
        for number, one in enumerate(made):
            opinion = Opinion(
                reference=f"M-{number}", submission=f"m{number}", constituent_id=person.id, anonymous=True,
                summary="–", topic_id=topics[one.topic], stage=Stage.ASSIGNED, submitted_at=MONDAY, stage_since=MONDAY,
            )  # fmt: skip
            session.add(opinion)
            await session.flush()
            facts = {"opinion_id": opinion.id, "at": MONDAY, "round": 1}
            said = Entry(kind=EntryKind.OPINION, author_role=Role.CONSTITUENT, text=one.text, **facts)
            done = Event(actor_role=Role.STAFF, action=seen, stage_after=Stage.ASSIGNED, **facts)
            session.add_all([said, done])


def test_what_was_learned_is_read_in_other_words_and_goes_through_the_database_unchanged() -> None:
    model = learning.learn(examples())
    assert model is not None and model.topics == ("roads", "water")
    again = linear.unpacked(model.topics, model.scales, model.packed())
    other = examples(40, seed=2)
    guesses = [again.guess(one.text) for one in other]
    assert [guess and guess.topic for guess in guesses] == [one.topic for one in other]
    assert again == model  # numbers and bytes: they go to a process of their own and back
    assert again.guess("!?") is None
    assert len(again.coefficients) == 2 * linear.BUCKETS


def test_identical_texts_fall_alike_whatever_their_spaces_and_little_is_not_learned_from() -> None:
    assert learning.held_out("井 水\n浑浊") == learning.held_out("井水浑浊")
    assert learning.learn(examples(18)) is None
    assert learning.macro_f1([("a", "a"), ("a", None), ("b", "a")], ["a", "b"]) == pytest.approx((0.5 + 0) / 2)
    assert learning.least_lead([(3, True), (2, True), (1, False)]) == 2
    assert learning.least_lead([(3, False)]) is None


async def test_a_model_is_trained_aside_kept_with_its_figures_and_suggests(database: Database) -> None:
    async with database.writing() as session:
        session.add_all([Topic(code=code, name=code) for code in SAID])
    await keep(database, examples())
    clock = Clock()
    trained = await train(database, PLACE, clock)
    assert trained is not None and trained.came is Came.TAKEN
    assert trained.examples == 130 and trained.score > trained.before == 0
    async with database.reading() as session:
        (kept,) = await newest(session)
        assert kept.taken and (kept.score, kept.topics) == (trained.score, ["roads", "water"])
        found = await suggesting.suggested(session, "井水浑浊，每天断流")
        assert found is not None and (found.topic.code, found.by_model) == ("water", True)
        assert await suggesting.suggested(session, "Nothing that anybody knows") is None
        assert (await session.scalars(select(Audit.action))).all() == ["topics.train"]
    again = await train(database, PLACE, clock)
    assert again is not None and again.came is Came.UNCHANGED


async def test_one_that_is_worse_is_not_taken_and_its_figures_are_kept(database: Database) -> None:
    async with database.writing() as session:
        session.add_all([Topic(code=code, name=code) for code in SAID])
    await keep(database, examples())
    async with database.reading() as session:
        good = trying.work_out(await training.order(session))
    async with database.writing() as session:
        assert await training.keep(UnitOfWork(session, PLACE, MONDAY), good)
    # What staff do now is wrong half of the time: on what was held out, whatever learns from that reads less.
    async with database.writing() as session:
        turned = [one for one in (await session.scalars(select(Entry))).all() if not learning.held_out(one.text)]
        ids = [one.opinion_id for one in turned]
        roads, water = (await session.scalars(select(Topic.id).order_by(Topic.code))).all()
        await session.execute(update(Opinion).where(Opinion.id.in_(ids), Opinion.id % 4 < 2).values(topic_id=roads))
        await session.execute(update(Opinion).where(Opinion.id.in_(ids), Opinion.id % 4 >= 2).values(topic_id=water))
    async with database.reading() as session:
        worse = trying.work_out(await training.order(session))
    assert worse.came is Came.WORSE and worse.score < worse.before == good.score
    async with database.writing() as session:
        assert await training.keep(UnitOfWork(session, PLACE, MONDAY + timedelta(days=1)), worse)
    async with database.reading() as session:
        assert [(one.taken, one.score_before) for one in await newest(session, 9)] == [
            (False, good.score),
            (True, good.before),
        ]
        assert await training.present(session) == good.model


async def test_staff_take_the_topic_that_the_text_suggests_with_one_key(office: Office) -> None:
    model = learning.learn(examples())
    assert model is not None
    async with office.town.database.writing() as session:
        fields = {"examples": 130, "digest": "x", "score": 0.9, "score_before": 0.5, "share": 1.0, "least_lead": 0.1}
        session.add(TopicModel(
            trained_at=MONDAY, taken=True, topics=list(model.topics), scales=list(model.scales),
            coefficients=model.packed(), **fields,
        ))  # fmt: skip
    number = await office.writes(office.li, "井水浑浊，每天断流", topic="roads")
    clerk, water = office.clerk, office.say("Water", "供水")
    await clerk.says("/screen")
    clerk.sees(office.say("It reads like Water", "读起来像“供水”"))
    await clerk.presses(office.say(f"🏷 Topic: {water}", f"🏷 主题：{water}"))
    clerk.sees(office.say("Topic: Water", "主题：供水"))
    assert office.say("It reads like", "读起来像") not in clerk.screen
    assert (await office.opinion(number)).topic_id == office.furniture.topics["water"]
    # Staff set it otherwise: their word counts.
    await clerk.presses(office.say("🏷 Topic", "🏷 主题"), office.say("Roads", "道路"))
    assert office.say("It reads like", "读起来像") not in clerk.screen
