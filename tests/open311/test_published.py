"""Every answer of the real server has the structure that open311.org publishes for GeoReport v2."""

from typing import Any

import fastjsonschema
import pytest

from storage.models.matters import Matter
from storage.models.opinions import Opinion
from tests.board.test_board import shown
from tests.matters.office import Office
from tests.open311 import published
from tests.open311.conftest import Program
from tests.open311.test_open311 import sends


async def checked(program: Program, schema: published.Schema, path: str, status: int = 200, **fields: str) -> Any:
    """An answer, read by the schema."""
    got, found = await program.asks("GET", f"{path}.json", **fields)
    assert got == status, found
    return fastjsonschema.validate(schema, found)


async def test_what_is_offered(office: Office, program: Program) -> None:
    await checked(program, published.DISCOVERY, "discovery")
    services = await checked(program, published.SERVICES, "services")
    assert services
    for one in services:
        await checked(program, published.DEFINITION, f"services/{one['service_code']}")


@pytest.mark.parametrize("language", ["en"], indirect=True)
async def test_requests_with_and_without_a_topic(office: Office, program: Program) -> None:
    await shown(office)
    assert await checked(program, published.REQUESTS, "requests")
    (one,) = await checked(program, published.REQUESTS, "requests/1")
    assert one["service_code"]
    await checked(program, published.REQUESTS, "requests", service_request_id="1,2,nothing")
    _, made = await sends(program)
    fastjsonschema.validate(published.MADE, made)
    mine = made[0]["service_request_id"]
    assert (await checked(program, published.REQUESTS, f"requests/{mine}", api_key=program.key))[0]["service_code"]
    await checked(program, published.TOKENS, f"tokens/{mine}", api_key=program.key)
    async with office.town.database.writing() as session:
        (await session.get_one(Opinion, 2)).topic_id = None
        (await session.get_one(Matter, 1)).topic_id = None
    await checked(program, published.REQUESTS, f"requests/{mine}", api_key=program.key)
    assert (await checked(program, published.REQUESTS, "requests"))[0]["service_name"] is None


async def test_refusals(office: Office, program: Program) -> None:
    await checked(program, published.ERRORS, "nothing", 404)
    await checked(program, published.ERRORS, "requests", 400, start_date="yesterday")
    await checked(program, published.ERRORS, "services/none", 404)
    for fields, status in (({"api_key": "wrong"}, 403), ({"description": ""}, 400), ({"service_code": "none"}, 404)):
        got, found = await sends(program, **fields)
        assert got == status
        fastjsonschema.validate(published.ERRORS, found)


def test_the_structure_refuses_what_is_wrong() -> None:
    right = {
        "service_request_id": "1",
        "status": "open",
        "service_code": "",
        "requested_datetime": "2026-03-02T01:00:00Z",
    }
    fastjsonschema.validate(published.REQUESTS, [right])
    for wrong in (
        {"service_request_id": 1},
        {"status": "fixed"},
        {"service_code": None},
        {"requested_datetime": "yesterday"},
        {"lat": "29.2"},
        {"description": "x" * 4001},
        {"media_url": ["https://a.example/1.jpg"]},
    ):
        with pytest.raises(fastjsonschema.JsonSchemaValueException):
            fastjsonschema.validate(published.REQUESTS, [{**right, **wrong}])
