"""Parts of a packed workbook: what is in it, what belongs to what, read piece by piece within bounds."""

import posixpath
import zipfile
from collections.abc import Callable, Iterator
from typing import IO, Any
from xml.etree.ElementTree import XMLParser

from handlers.core.directory.book import Unreadable, say
from handlers.core.directory.foreign import foreign_parts

LARGEST_UNPACKED = 150 * 1024 * 1024
"""Bytes: our own choice."""
MOST_PARTS = 5000
"""Of the archive: our own choice."""
_BLOCK = 1 << 18
NO_WORKBOOK = say("This is not a workbook that can be read. Please open it in a spreadsheet and save it as .xlsx.")

Related = dict[str, tuple[str, str]]
"""Parts that belong to one by the relation's id: kind and name."""


def look_inside(archive: zipfile.ZipFile) -> None:
    """Refuse what would unpack to too much, and what is packed alike but no workbook."""
    parts = archive.infolist()
    # zipfile never unpacks more of a part than the size it declares.
    if sum(part.file_size for part in parts) > LARGEST_UNPACKED or len(parts) > MOST_PARTS:
        raise Unreadable(say("This workbook unpacks to more than can be read. Please split it."))
    names = set(archive.namelist())
    mimetype = archive.read("mimetype")[:200] if "mimetype" in names else b""
    if other := foreign_parts(names, mimetype):
        raise Unreadable(other)
    if "[Content_Types].xml" not in names:
        raise Unreadable(NO_WORKBOOK)


def related(archive: zipfile.ZipFile, part: str) -> Related:
    """Parts that belong to this one."""
    folder, name = posixpath.split(part)
    listed = posixpath.join(folder, "_rels", f"{name}.rels")
    if listed not in archive.namelist():
        # Some writers name a part from the root on.
        listed = "/" + listed
        if listed not in archive.namelist():
            return {}
    found = parsed(archive, listed, Collected({"Relationship"})).found
    return {
        one.get("Id", ""): (
            one.get("Type", "").rpartition("/")[2],
            posixpath.normpath(posixpath.join("/" + folder, one.get("Target", ""))).lstrip("/"),
        )
        for _, one in found
    }


def of_kind(archive: zipfile.ZipFile, found: Related, kind: str) -> str | None:
    """The first of these parts that is of a kind and there; None if none is."""
    return next((part for one, part in found.values() if one == kind and part in archive.namelist()), None)


def blocks(stream: IO[bytes]) -> Iterator[bytes]:
    """A part, piece by piece."""
    head = stream.read(_BLOCK)
    # Nothing that makes workbooks writes one; what does means harm.
    if b"<!DOCTYPE" in head:
        raise Unreadable(NO_WORKBOOK)
    while head:
        yield head
        head = stream.read(_BLOCK)


def parsed(
    archive: zipfile.ZipFile, part: str, target: Any, pieces: Callable[[IO[bytes]], Iterator[bytes]] = blocks
) -> Any:
    """The target, with everything in the part taken in."""
    parser = XMLParser(target=target)  # noqa: S314 - nothing with entities gets here, and its process is bounded
    with archive.open(part) as stream:
        for block in pieces(stream):
            parser.feed(block)
    parser.close()
    return target


def local(tag: str) -> str:
    """An element's or attribute's name without its namespace."""
    return tag.rpartition("}")[2]


class Collected:
    """Elements of these names with their attributes, in order."""

    def __init__(self, wanted: set[str]) -> None:
        self.found: list[tuple[str, dict[str, str]]] = []
        self._wanted = wanted

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Begin an element."""
        if (name := local(tag)) in self._wanted:
            self.found.append((name, attributes))
