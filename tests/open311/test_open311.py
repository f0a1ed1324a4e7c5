"""Other programs write by Open311 GeoReport v2 and ask what became of it; only public words go out."""

from typing import Any
from xml.etree import ElementTree

from sqlalchemy import select

from handlers.open311 import formats
from storage.models.opinions import Opinion
from tests.board.test_board import shown
from tests.matters.office import ANSWER, SUMMARY, TITLE, Office
from tests.open311.conftest import Program
from tests.screening.office import LAMP

WORDS = "The bridge has no railing"


async def sends(program: Program, **fields: str) -> tuple[int, list[dict[str, Any]]]:
    """A request about the first topic."""
    _, services = await program.json("GET", "services")
    sent = {"api_key": program.key, "service_code": services[0]["service_code"], "description": WORDS}
    return await program.json("POST", "requests", **{**sent, "address_string": "Jiufang", **fields})


async def test_what_is_sent_is_screened_like_any_opinion_and_answered_to_the_program(
    office: Office, program: Program
) -> None:
    status, made = await sends(program, first_name="Ann", attribute_nothing="x")
    assert status == 200 and made[0]["service_request_id"] == "TC-2026-000002"
    assert await sends(program, first_name="Ann") == (200, made), "sent twice, it is one"
    await office.clerk.says("/find 2")
    office.clerk.sees(WORDS)
    status, found = await program.json("GET", "requests/TC-2026-000002", api_key=program.key)
    assert status == 200 and found[0]["status"] == "open" and found[0]["description"] is None
    _, tokens = await program.json("GET", "tokens/TC-2026-000002", api_key=program.key)
    assert tokens[0]["service_request_id"] == tokens[0]["token"] == "TC-2026-000002"
    await office.assigns(2)
    await office.answers(2, "A railing comes")
    async with office.town.database.reading() as session:
        author = (await session.scalars(select(Opinion).where(Opinion.id == 2))).one().constituent
    assert author.chat_id is None and author.name == "Ann" and not author.reachable


async def test_nobody_reads_what_others_sent(office: Office, program: Program) -> None:
    await sends(program)
    for key in ("", "wrong", program.key):
        for number in ("TC-2026-000001", "1", "9" * 30, "nonsense"):
            status, found = await program.json("GET", f"requests/{number}", api_key=key)
            assert status in (403, 404) and LAMP not in str(found)
    assert await program.json("GET", "requests") == (200, [])
    status, found = await program.json("GET", "requests/TC-2026-000002")
    assert status == 404


async def test_what_stands_on_the_board_is_read_by_anybody_in_both_formats(office: Office, program: Program) -> None:
    await shown(office)
    status, found = await program.json("GET", "requests")
    assert [one["service_request_id"] for one in found] == ["1"] and found[0]["status_notes"] == ANSWER
    assert found[0]["description"] == f"{TITLE}\n{SUMMARY}" and found[0]["lat"] is None
    assert LAMP not in str(found) and "Jiufang" not in str(found)
    status, tree = await program.asks("GET", "requests.xml", service_request_id="1")
    assert status == 200 and isinstance(tree, ElementTree.Element)
    assert [one.tag for one in tree] == ["request"] and tree[0].findtext("service_request_id") == "1"
    _, updates = await program.json("GET", "servicerequestupdates")
    assert [(one["status"], one["description"]) for one in updates] == [("NO_FURTHER_ACTION", ANSWER)]
    assert await program.json("GET", "requests", service_code="none") == (200, [])
    assert await program.json("GET", "requests", status="open") == (200, [])
    for asked in (
        {"page": 1, "page_size": 1},
        {"status": "closed,open", "page": 1},
        {"service_request_id": "1,nothing,9"},
    ):
        status, found = await program.json("GET", "requests", **asked)
        assert status == 200 and [one["service_request_id"] for one in found] == ["1"], asked
    for asked in ({"page": 2, "page_size": 1}, {"status": "closed", "page": 2}):
        assert await program.json("GET", "requests", **asked) == (200, [])


async def test_updates_come_once_and_only_to_one_s_own(office: Office, program: Program) -> None:
    await sends(program)
    update = {
        "api_key": program.key,
        "update_id": "7",
        "service_request_id": "TC-2026-000002",
        "updated_datetime": "2026-03-02T09:00:00+08:00",
        "status": "OPEN",
        "description": "It is dark there too",
    }
    assert await program.json("POST", "servicerequestupdates", **update) == (200, [{"update_id": "7"}])
    status, found = await program.json("POST", "servicerequestupdates", **update)
    assert (status, found[0]["description"]) == (400, "update_id already exists")
    other = {**update, "update_id": "8", "service_request_id": "TC-2026-000001"}
    assert (await program.json("POST", "servicerequestupdates", **other))[0] == 404
    await office.clerk.says("/find 2")
    office.clerk.sees("It is dark there too")


async def test_each_fault_says_what_was_wrong(office: Office, program: Program) -> None:
    for fields, status, words in (
        ({"api_key": "wrong"}, 403, "api_key"),
        ({"service_code": ""}, 400, "service_code was not provided"),
        ({"service_code": "none"}, 404, "service_code"),
        ({"description": ""}, 400, "description was not provided"),
        ({"description": "x" * 4001}, 400, "longer than 4000"),
        ({"address_string": ""}, 400, "lat and long"),
        ({"lat": "91", "long": "0"}, 400, "degrees"),
        ({"lat": "nan", "long": "0"}, 400, "degrees"),
    ):
        found = await sends(program, **fields)
        assert found[0] == status and words in found[1][0]["description"], found
    for path, fields, status in (
        ("nothing", {}, 404),
        ("requests", {"start_date": "yesterday"}, 400),
        ("requests", {"start_date": "2026-01-01T00:00:00Z", "end_date": "2026-06-01T00:00:00Z"}, 400),
        ("requests", {"page": "-1"}, 400),
        ("services/none", {}, 404),
    ):
        assert (await program.json("GET", path, **fields))[0] == status
    assert (await program.asks("GET", "services.xml"))[0] == 200
    assert (await program.json("PUT", "requests"))[0] == 405


async def test_a_key_that_is_taken_back_opens_nothing(office: Office, program: Program) -> None:
    chief = office.town.person("Guan", office.language)
    await chief.says("/keys")
    await chief.presses("Hotline", office.say("Take it back", "收回"), office.say("Yes, take it back", "确认收回"))
    assert (await sends(program))[0] == 403


def test_what_xml_cannot_hold_is_left_out() -> None:
    made = formats.xml("errors", [{"code": "1", "description": "a\x00\x0b<b>\ud800"}])
    assert ElementTree.fromstring(made)[0].findtext("description") == "a<b>"  # noqa: S314 - our own
    assert formats.json([{"a": None}]) == b'[{"a":null}]'
