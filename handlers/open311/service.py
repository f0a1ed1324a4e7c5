"""Open311 GeoReport v2, and updates as FixMyStreet knows them: requests of other programs, and what is public.

Only what stands on the public board goes out, and to a key how what it sent stands: never anybody's words.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple

from handlers.conversation.texts import Translator, translator
from handlers.core.board.reading import Public, public, still_promised
from handlers.core.casework.content import MAX_CHARACTERS
from handlers.core.errors import MoveRefused, TooMuchSaid
from handlers.core.open311 import actions
from handlers.core.open311.actions import LONGEST_DESCRIPTION, NewRequest
from handlers.core.open311.errors import KeyUsedUp, NoSuchRequest, NoSuchService, UpdateKnown, WrongKey
from handlers.core.unit_of_work import UnitOfWork
from handlers.open311.formats import Node
from storage.matter_vocabulary import MatterNewsKind
from storage.models.board import BoardEntry
from storage.models.opinions import Opinion
from storage.queries import open311
from storage.queries.open311 import Wanted
from storage.queries.topics import active_topics, topic_by_code
from storage.stages import OPEN

CHANGESET = "2026-11-30T00:00:00Z"
"""When what the service offers changed last."""
MOST, DAYS = 1_000, 90
"""Requests in an answer, and days that a question may span (GeoReport v2, GET Service Requests)."""
A_PAGE = 100
LOOKED_AT = 5_000
"""Entries of those days among which a state is looked for: our own choice, more than a county answers in them."""
STATUS = {
    MatterNewsKind.ANSWER: "NO_FURTHER_ACTION",
    MatterNewsKind.PROMISE: "ACTION_SCHEDULED",
    MatterNewsKind.MOVED: "ACTION_SCHEDULED",
    MatterNewsKind.DONE: "FIXED",
}
"""States of updates, as FixMyStreet knows them."""


class Asked(NamedTuple):
    """A call as it came."""

    method: str
    path: str
    """Below the service's address, without the format: `requests/12`."""
    fields: Mapping[str, str]

    def field(self, name: str) -> str:
        """A parameter; empty if there is none."""
        return self.fields.get(name, "").strip()


class Answer(NamedTuple):
    """An answer: its status, the name of its root, what is in it."""

    status: int
    root: str
    node: Node


class Fault(Exception):
    """A call cannot be answered: HTTP status, finer code, words."""

    def __init__(self, status: int, code: str, description: str) -> None:
        super().__init__(description)
        self.status, self.code, self.description = status, code, description


REFUSED: Mapping[type[Exception], tuple[int, str, str]] = {
    WrongKey: (403, "403", "api_key was not provided or is not valid"),
    KeyUsedUp: (403, "403.1", "this api_key has been used as often today as it may; try again tomorrow"),
    NoSuchService: (404, "404", "there is no such service_code"),
    NoSuchRequest: (404, "404", "there is no such service_request_id"),
    UpdateKnown: (400, "400", "update_id already exists"),
    TooMuchSaid: (400, "400", f"this is longer than {MAX_CHARACTERS} characters"),
    MoveRefused: (400, "400", "this request takes no further words now"),
}


def failed(error: Exception) -> Answer:
    """The answer to a call that cannot be done. Raises what is no fault of the call."""
    if isinstance(error, Fault):
        return _errors(error.status, error.code, error.description)
    for kind, (status, code, description) in REFUSED.items():
        if isinstance(error, kind):
            return _errors(status, code, description)
    raise error


def _errors(status: int, code: str, description: str) -> Answer:
    return Answer(status, "errors", [{"code": code, "description": description}])


async def answer(work: UnitOfWork, asked: Asked) -> Answer:
    """The answer to a call. Raises `Fault`, `Refusal`."""
    first, _, rest = asked.path.partition("/")
    run = CALLS.get((asked.method, first, bool(rest)))
    if run is None:
        known = {method for method, name, one in CALLS if (name, one) == (first, bool(rest))}
        if known:
            raise Fault(405, "405", "this address does not take that method")
        raise Fault(404, "404", "there is no such address")
    return await run(work, asked, rest)


def _t(work: UnitOfWork) -> Translator:
    return translator(work.county.default_language, work.county.zone)


async def discovery(work: UnitOfWork, _asked: Asked, _rest: str) -> Answer:
    """What is offered, and where."""
    url = work.county.open311_url
    formats = ["text/xml", "application/json"]
    endpoint = {
        "specification": "http://wiki.open311.org/GeoReport_v2",
        "url": url,
        "changeset": CHANGESET,
        "type": "production",
        "formats": formats,
    }
    here = f"https://t.me/{work.county.bot_username}"
    said = {"changeset": CHANGESET, "contact": here, "key_service": f"{here} : county staff, /keys"}
    return Answer(200, "discovery", {**said, "endpoints": [endpoint]})


async def services(work: UnitOfWork, _asked: Asked, _rest: str) -> Answer:
    """The topics."""
    t = _t(work)
    listed = [
        {
            "service_code": one.code,
            "service_name": t.named(one),
            "description": t.named(one),
            "metadata": True,
            "type": "realtime",
            "keywords": ",".join(one.keywords),
            "group": "",
        }
        for one in await active_topics(work.session)
    ]
    return Answer(200, "services", listed)


async def definition(work: UnitOfWork, _asked: Asked, code: str) -> Answer:
    """What a request about a topic may say further: the representative it is meant for."""
    topic = await topic_by_code(work.session, code)
    if topic is None or not topic.active:
        raise NoSuchService
    attribute = {
        "variable": True,
        "code": "representative",
        "datatype": "string",
        "required": False,
        "datatype_description": "The code of a representative; leave it out for whoever is responsible.",
        "order": 1,
        "description": "Which representative is it meant for?",
        "values": [],
    }
    return Answer(200, "service_definition", {"service_code": topic.code, "attributes": [attribute]})


async def post(work: UnitOfWork, asked: Asked, _rest: str) -> Answer:
    """A new request."""
    opinion = await actions.request(work, asked.field("api_key"), _new(asked))
    notice = f"{opinion.reference}: staff look at it within two working days. Ask for it with your api_key."
    made = {"service_request_id": opinion.reference, "service_notice": notice, "account_id": None}
    return Answer(200, "service_requests", [made])


def _new(asked: Asked) -> NewRequest:
    code, description, address = (asked.field(name) for name in ("service_code", "description", "address_string"))
    address = address or asked.field("address_id")
    latitude, longitude = _degrees(asked.field("lat"), 90), _degrees(asked.field("long"), 180)
    if not code:
        raise Fault(400, "400.1", "service_code was not provided")
    if not asked.field("api_key"):
        raise WrongKey
    if (latitude is None or longitude is None) and not address:
        raise Fault(400, "400.2", "provide lat and long, or address_string, or address_id")
    if not description:
        raise Fault(400, "400.3", "description was not provided")
    if len(description) > LONGEST_DESCRIPTION:
        raise Fault(400, "400.4", f"description is longer than {LONGEST_DESCRIPTION} characters")
    if media := asked.field("media_url"):
        description = f"{description}\n\n🔗 {media}"
    name = " ".join(filter(None, (asked.field("first_name"), asked.field("last_name"))))
    meant = asked.field("attribute[representative]")
    return NewRequest(code, description, address, latitude, longitude, name[:100], meant)


def _degrees(text: str, most: int) -> float | None:
    if not text:
        return None
    try:
        found = float(text)
    except ValueError:
        found = float("nan")
    if not -most <= found <= most:
        raise Fault(400, "400.5", "lat and long are degrees (WGS 84)")
    return found


async def token(work: UnitOfWork, asked: Asked, rest: str) -> Answer:
    """The request of a token: here the number is known at once, and is its own token."""
    opinion = await actions.sent(work, asked.field("api_key"), rest)
    found = {"service_request_id": opinion.reference, "token": opinion.reference}
    return Answer(200, "service_requests", [found])


async def requests(work: UnitOfWork, asked: Asked, _rest: str) -> Answer:
    """Public requests."""
    size = min(_whole(asked, "page_size", A_PAGE), MOST) if asked.field("page") or asked.field("page_size") else MOST
    skip = (max(1, _whole(asked, "page", 1)) - 1) * size
    if asked.field("service_request_id"):
        numbers = [one.strip() for one in asked.field("service_request_id").split(",")[:MOST]]
        return Answer(200, "service_requests", await _numbered(work, asked, numbers))
    since, until = _span(work, asked)
    wanted = Wanted(None, _listed(asked, "service_code") or None, since, until)
    if states := _listed(asked, "status"):
        every = await open311.public(work.session, wanted, LOOKED_AT)
        promised = await still_promised(work.session, every)
        entries: Sequence[BoardEntry] = [one for one in every if _status(one.id in promised) in states]
        entries = entries[skip : skip + size]
    else:
        entries = await open311.public(work.session, wanted, size, skip)
    return Answer(200, "service_requests", [_public(work, one) for one in await public(work.session, entries)])


async def _numbered(work: UnitOfWork, asked: Asked, numbers: Sequence[str]) -> list[dict[str, Any]]:
    """Public requests of these numbers, and what came in by this key of these references, in their order."""
    entries = await open311.public(work.session, Wanted({int(one) for one in numbers if _is_number(one)}), MOST)
    known = {str(one.entry.id): _public(work, one) for one in await public(work.session, entries)}
    found = [known.get(str(int(one))) if _is_number(one) else await _own(work, asked, one) for one in numbers]
    return [one for one in found if one is not None]


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 16


def _listed(asked: Asked, name: str) -> set[str]:
    return {one.strip() for one in asked.field(name).split(",") if one.strip()}


async def request(work: UnitOfWork, asked: Asked, rest: str) -> Answer:
    """One request. Raises `NoSuchRequest`."""
    found = await _numbered(work, asked, [rest])
    if not found:
        raise NoSuchRequest
    return Answer(200, "service_requests", found)


async def _own(work: UnitOfWork, asked: Asked, reference: str) -> dict[str, Any] | None:
    """One that came in by this key, by its reference."""
    if not asked.field("api_key"):
        return None
    try:
        return _sent(work, await actions.sent(work, asked.field("api_key"), reference))
    except NoSuchRequest:
        return None


def _status(is_promised: bool) -> str:
    return "open" if is_promised else "closed"


def _public(work: UnitOfWork, one: Public) -> dict[str, Any]:
    """An entry of the public board, in its own public words."""
    t, matter = _t(work), one.entry.matter
    topic, offices = matter.topic, [t.named(unit) for unit in one.units]
    return {
        "service_request_id": str(one.entry.id),
        "status": _status(one.is_promised),
        "status_notes": matter.answer,
        "service_name": t.named(topic) if topic is not None else None,
        "service_code": topic.code if topic is not None else "",  # the published schema knows no null here
        "description": f"{matter.title}\n{matter.summary}"[:LONGEST_DESCRIPTION],
        "agency_responsible": t.listed(offices).plain if offices else None,
        "service_notice": None,
        "requested_datetime": _moment(matter.created_at),
        "updated_datetime": _moment(one.changed_at),
        "expected_datetime": _end_of(work, matter.promised_for),
        "address": t.named(one.place) if one.place is not None else None,
        "address_id": None,
        "zipcode": None,
        "lat": None,
        "long": None,
        "media_url": None,
    }


def _sent(work: UnitOfWork, opinion: Opinion) -> dict[str, Any]:
    """How what came in by a key stands; its words go out to nobody."""
    t = _t(work)
    return {
        "service_request_id": opinion.reference,
        "status": "open" if opinion.stage in OPEN else "closed",
        "status_notes": None,
        "service_name": t.named(opinion.topic) if opinion.topic is not None else None,
        "service_code": opinion.topic.code if opinion.topic is not None else "",
        "description": None,
        "agency_responsible": t.named(opinion.unit) if opinion.unit is not None else None,
        "service_notice": None,
        "requested_datetime": _moment(opinion.submitted_at),
        "updated_datetime": _moment(opinion.stage_since),
        "expected_datetime": _moment(opinion.due_at) if opinion.due_at is not None else None,
        "address": t.named(opinion.area) if opinion.area is not None else None,
        "address_id": None,
        "zipcode": None,
        "lat": None,
        "long": None,
        "media_url": None,
    }


def _end_of(work: UnitOfWork, day: date | None) -> str | None:
    """The last second of a day in the county."""
    return datetime.combine(day, time(23, 59, 59), work.county.zone).isoformat() if day is not None else None


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _whole(asked: Asked, name: str, otherwise: int) -> int:
    text = asked.field(name)
    if text and not (text.isascii() and text.isdigit() and len(text) < 7):
        raise Fault(400, "400", f"{name} is a whole number")
    return int(text) if text else otherwise


def _span(work: UnitOfWork, asked: Asked) -> tuple[datetime, datetime]:
    """Instants between which is asked, 90 days at the most."""
    whole = timedelta(days=DAYS)
    start, end = _instant(asked, "start_date"), _instant(asked, "end_date")
    until = end or (start + whole if start is not None else work.now)
    since = start or until - whole
    if until - since > whole:
        raise Fault(400, "400", f"start_date and end_date are {DAYS} days apart at the most")
    return since, until


def _instant(asked: Asked, name: str) -> datetime | None:
    text = asked.field(name)
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text.replace(" ", "+"))
    except ValueError:
        raise Fault(400, "400", f"{name} is a W3C date and time, like 2026-11-30T00:00:00Z") from None
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)


async def updates(work: UnitOfWork, asked: Asked, _rest: str) -> Answer:
    """What was told of public requests."""
    since, until = _span(work, asked)
    found = [
        {
            "update_id": str(news.id),
            "service_request_id": str(entry.id),
            "updated_datetime": _moment(news.at),
            "status": STATUS[news.kind],
            "description": news.text,
            "media_url": None,
        }
        for entry, news in await open311.updates(work.session, since, until, MOST)
    ]
    return Answer(200, "service_request_updates", found)


async def post_update(work: UnitOfWork, asked: Asked, _rest: str) -> Answer:
    """Further words on what came in by the key."""
    needed = ("update_id", "service_request_id", "updated_datetime", "status", "description")
    missing = [name for name in needed if not asked.field(name)]
    if missing:
        raise Fault(400, "400", f"{', '.join(missing)} was not provided")
    _instant(asked, "updated_datetime")
    number, text = asked.field("update_id"), asked.field("description")[:LONGEST_DESCRIPTION]
    await actions.say(work, asked.field("api_key"), number[:200], asked.field("service_request_id"), text)
    return Answer(200, "service_request_updates", [{"update_id": number}])


CALLS: Mapping[tuple[str, str, bool], Callable[[UnitOfWork, Asked, str], Awaitable[Answer]]] = {
    ("GET", "discovery", False): discovery,
    ("GET", "services", False): services,
    ("GET", "services", True): definition,
    ("POST", "requests", False): post,
    ("GET", "requests", False): requests,
    ("GET", "requests", True): request,
    ("GET", "tokens", True): token,
    ("GET", "servicerequestupdates", False): updates,
    ("POST", "servicerequestupdates", False): post_update,
}
"""By method, first piece of the path, and whether another follows."""
