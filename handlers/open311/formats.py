"""GeoReport v2 in XML and JSON, from one tree. Pure.

JSON follows the Spark rule: a container of one repeated child is an array, the root falls away, what is absent is null
(Open311, "JSON and XML conversion").
"""

from collections.abc import Mapping, Sequence
from xml.etree import ElementTree

import orjson

Node = Mapping[str, object] | Sequence[object] | str | float | None
CHILDREN = {
    "services": "service",
    "attributes": "attribute",
    "values": "value",
    "service_requests": "request",
    "service_request_updates": "request_update",
    "endpoints": "endpoint",
    "formats": "format",
    "errors": "error",
}
"""Element that a container repeats."""
MIMES = {"xml": "text/xml", "json": "application/json"}


def xml(root: str, node: Node) -> bytes:
    """The tree as XML."""
    made = ElementTree.Element(root)
    _fill(made, node)
    body: bytes = ElementTree.tostring(made, encoding="utf-8", xml_declaration=True)
    return body


def _fill(element: ElementTree.Element, node: object) -> None:
    if isinstance(node, Mapping):
        for name, child in node.items():
            _fill(ElementTree.SubElement(element, name), child)
    elif isinstance(node, str):
        element.text = _allowed(node)
    elif isinstance(node, Sequence):
        for child in node:
            _fill(ElementTree.SubElement(element, CHILDREN[element.tag]), child)
    elif node is not None:
        element.text = str(node).lower() if isinstance(node, bool) else str(node)


def _allowed(text: str) -> str:
    """Without the characters that XML 1.0 cannot hold."""
    return "".join(one for one in text if one in "\t\n\r" or " " <= one <= "\ud7ff" or one >= "\ue000")


def json(node: Node) -> bytes:
    """The tree as JSON, without its root."""
    return orjson.dumps(node)
