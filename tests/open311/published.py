"""Structure of GeoReport v2's answers in JSON, as open311.org publishes it for validators (open311/schema-validation).

What must be there, of which kind, and what may be null: the facts, in words of our own.
"""

from typing import Any

Schema = dict[str, Any]

WORDS: Schema = {"type": "string"}
FLAG: Schema = {"type": "boolean"}
MOMENT: Schema = {"type": "string", "format": "date-time"}
ADDRESS: Schema = {"type": "string", "format": "uri"}


def or_null(one: Schema) -> Schema:
    """The same, or null."""
    return {"anyOf": [one, {"type": "null"}]}


def record(needed: dict[str, Schema], more: dict[str, Schema]) -> Schema:
    """A thing with these fields; of the further ones each may be absent."""
    return {"type": "object", "required": list(needed), "properties": {**needed, **more}}


def list_of(one: Schema) -> Schema:
    """Any number of them."""
    return {"type": "array", "items": one}


def one_of(*values: str) -> Schema:
    """One of these words."""
    return {"type": "string", "enum": list(values)}


SERVICES = list_of(
    record(
        {
            "service_code": WORDS,
            "service_name": WORDS,
            "metadata": FLAG,
            "type": one_of("realtime", "batch", "blackbox"),
        },
        {"description": or_null(WORDS), "keywords": or_null(WORDS), "group": or_null(WORDS)},
    )
)
_KINDS = one_of("string", "number", "datetime", "text", "singlevaluelist", "multivaluelist")
DEFINITION = record(
    {
        "service_code": WORDS,
        "attributes": list_of(
            record(
                {"variable": FLAG, "code": WORDS, "datatype": _KINDS, "required": FLAG},
                {
                    "datatype_description": or_null(WORDS),
                    "order": or_null({"type": "integer"}),
                    "description": or_null(WORDS),
                    "values": list_of(record({"key": WORDS, "name": WORDS}, {})),
                },
            )
        ),
    },
    {},
)
_MAY_BE_NULL = (
    "status_notes",
    "service_name",
    "agency_responsible",
    "service_notice",
    "address",
    "address_id",
    "zipcode",
)
REQUESTS = list_of(
    record(
        {
            "service_request_id": WORDS,
            "status": one_of("open", "closed"),
            "service_code": WORDS,
            "requested_datetime": MOMENT,
        },
        {
            **{name: or_null(WORDS) for name in _MAY_BE_NULL},
            "description": or_null({"type": "string", "maxLength": 4000}),
            "updated_datetime": or_null(MOMENT),
            "expected_datetime": or_null(MOMENT),
            "lat": or_null({"type": "number"}),
            "long": or_null({"type": "number"}),
            "media_url": or_null(ADDRESS),
        },
    )
)

# Of these there is no published schema: the text of the standard says what they hold.
ERRORS = {**list_of(record({"code": WORDS, "description": WORDS}, {})), "minItems": 1}
MADE = list_of(
    record({}, {"service_request_id": WORDS, "token": WORDS, "service_notice": or_null(WORDS), "account_id": {}})
)
TOKENS = list_of(record({"service_request_id": WORDS, "token": WORDS}, {}))
DISCOVERY = record(
    {
        "changeset": MOMENT,
        "contact": WORDS,
        "key_service": WORDS,
        "endpoints": list_of(
            record(
                {
                    "specification": ADDRESS,
                    "url": ADDRESS,
                    "changeset": MOMENT,
                    "type": one_of("production", "test", "dev"),
                    "formats": list_of(one_of("text/xml", "application/json")),
                },
                {},
            )
        ),
    },
    {},
)
