"""Pictures in a workbook: those that lie on cells, and those in cells, as Excel and WPS put them there.

ECMA-376 part 1, 20.5 (anchors); [MS-XLSX] 2.3.9 (rich values); WPS names its pictures by the formula DISPIMG.
"""

import re
import zipfile
from collections.abc import Callable
from typing import NamedTuple

from handlers.core.directory.archive import Collected, Related, local, of_kind, parsed, related
from handlers.core.directory.cells import Picture

POINT, CHARACTER, MARGIN = 12700, 7 * 9525, 5 * 9525
"""English metric units of a point, and of a column's character and margin in the usual font."""
_ANCHORS = frozenset(("twoCellAnchor", "oneCellAnchor"))
_CORNER = ("col", "colOff", "row", "rowOff")
_BY_WPS = re.compile(r'(?:_xlfn\.)?DISPIMG\("([^"]+)".*\)', re.IGNORECASE | re.DOTALL)
_BY_ADDRESS = re.compile(r'(?:_xlfn\.)?IMAGE\("([^"]+)".*\)', re.IGNORECASE | re.DOTALL)
_LOCAL_IMAGE = "_rvRel:LocalImageIdentifier"


class Floating(NamedTuple):
    """A picture that lies on a sheet."""

    row: int
    """From 1: the row in which most of its upper edge lies."""
    column: int
    """From 0."""
    picture: Picture


def floating(
    archive: zipfile.ZipFile, sheet: str, height: Callable[[int], float], width: Callable[[int], float]
) -> list[Floating]:
    """Pictures that lie on a sheet. `height`: of a row in points; `width`: of a column, from 0, in characters."""
    drawing = of_kind(archive, related(archive, sheet), "drawing")
    if drawing is None:
        return []
    parts, found = related(archive, drawing), []
    for corner, embedded in parsed(archive, drawing, _Anchored()).found:
        row, column = corner["row"] + 1, corner["col"]
        # Who drops a picture into a cell often begins it a little above or before.
        row += corner["rowOff"] * 2 > height(row) * POINT
        column += corner["colOff"] * 2 > width(column) * CHARACTER + MARGIN
        found += [Floating(row, column, _picture(archive, parts, one)) for one in embedded]
    return found


def _picture(archive: zipfile.ZipFile, parts: Related, relation: str) -> Picture:
    _, part = parts.get(relation, ("", ""))
    return Picture(part if part in archive.namelist() else None)


class _Anchored:
    """The upper left corner of what is anchored to cells, and the relations of the pictures in it."""

    def __init__(self) -> None:
        self.found: list[tuple[dict[str, int], list[str]]] = []
        self._corner: dict[str, int] = {}
        self._pictures: dict[str, None] = {}
        self._in_corner = False
        self._number: str | None = None

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Begin an element."""
        name = local(tag)
        if name in _ANCHORS:
            self._corner, self._pictures = dict.fromkeys(_CORNER, 0), {}
        elif name == "from":
            self._in_corner = True
        elif name == "blip":
            named = {local(key): value for key, value in attributes.items()}
            self._pictures[named.get("embed") or named.get("link") or ""] = None
        self._number = name if self._in_corner and name in _CORNER else None

    def data(self, text: str) -> None:
        """Take in text."""
        if self._number is not None and text.strip():
            self._corner[self._number] = int(text)

    def end(self, tag: str) -> None:
        """End an element."""
        name, self._number = local(tag), None
        if name == "from":
            self._in_corner = False
        elif name in _ANCHORS and self._pictures:
            self.found.append((self._corner, list(self._pictures)))


class InCells:
    """Pictures that cells hold as their value; looked up only where a cell has one."""

    def __init__(self, archive: zipfile.ZipFile, belongs: Related) -> None:
        self._archive, self._belongs = archive, belongs
        self._rich: list[Picture | None] | None = None
        self._by_name: dict[str, Picture] | None = None

    def find(self, rich: int, formula: str | None) -> Picture | str | None:
        """The picture of a cell, or its address; None: it holds none. `rich`: number of its rich value, from 1."""
        if formula is not None and (named := _BY_WPS.fullmatch(formula)):
            if self._by_name is None:
                self._by_name = self._read_names()
            return self._by_name.get(named[1], Picture(None))
        if formula is not None and (shown := _BY_ADDRESS.fullmatch(formula)):
            return shown[1]
        if not rich:
            return None
        if self._rich is None:
            self._rich = self._read_rich()
        return self._rich[rich - 1] if rich <= len(self._rich) else None

    def _read_names(self) -> dict[str, Picture]:
        listed = of_kind(self._archive, self._belongs, "cellImage")
        if listed is None:
            return {}
        parts, found, name = related(self._archive, listed), {}, ""
        for tag, one in parsed(self._archive, listed, Collected({"cNvPr", "blip"})).found:
            if tag == "cNvPr":
                name = one.get("name", "")
            else:
                embedded = {local(key): value for key, value in one.items()}.get("embed", "")
                found[name] = _picture(self._archive, parts, embedded)
        return found

    def _read_rich(self) -> list[Picture | None]:
        """What each number of a rich value means."""
        parts = {kind: of_kind(self._archive, self._belongs, kind) for kind in _RICH_KINDS}
        metadata, values, structures, relations = (parts[kind] for kind in _RICH_KINDS)
        if not (metadata and values and structures and relations):
            return []
        rich = parsed(self._archive, values, _RichValues()).found
        keys = _keys(parsed(self._archive, structures, Collected({"s", "k"})))
        pictures = related(self._archive, relations)
        named = [
            {local(key): value for key, value in one.items()}.get("id", "")
            for _, one in parsed(self._archive, relations, Collected({"rel"})).found
        ]
        found: list[Picture | None] = []
        for number in _meant(
            parsed(self._archive, metadata, Collected({"futureMetadata", "rvb", "valueMetadata", "rc"}))
        ):
            structure, texts = rich[number] if number < len(rich) else (0, [])
            said = dict(zip(keys[structure] if structure < len(keys) else (), texts, strict=False))
            at = said.get(_LOCAL_IMAGE)
            found.append(_picture(self._archive, pictures, named[int(at)]) if at is not None else None)
        return found


_RICH_KINDS = ("sheetMetadata", "rdRichValue", "rdRichValueStructure", "richValueRel")


_METADATA = {"futureMetadata", "rvb", "valueMetadata", "rc"}


def _meant(metadata: Collected) -> list[int]:
    """Numbers of the rich values that cells name by their own count."""
    rich: list[int] = []
    meant: list[int] = []
    within = ""
    for tag, one in metadata.found:
        if tag in ("futureMetadata", "valueMetadata"):
            within = one.get("name", "").upper() if tag == "futureMetadata" else tag
        elif tag == "rvb" and within == "XLRICHVALUE":
            rich.append(int(one.get("i", "0")))
        elif tag == "rc" and within == "valueMetadata":
            meant.append(int(one.get("v", "0")))
    return [rich[number] if number < len(rich) else len(rich) for number in meant]


def _keys(structures: Collected) -> list[list[str]]:
    found: list[list[str]] = []
    for tag, one in structures.found:
        if tag == "s":
            found.append([])
        elif found:
            found[-1].append(one.get("n", ""))
    return found


class _RichValues:
    """Rich values: the number of their structure, and their texts."""

    def __init__(self) -> None:
        self.found: list[tuple[int, list[str]]] = []
        self._in_value = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Begin an element."""
        name = local(tag)
        if name == "rv":
            self.found.append((int(attributes.get("s", "0")), []))
        self._in_value = name == "v"
        if self._in_value:
            self.found[-1][1].append("")

    def data(self, text: str) -> None:
        """Take in text."""
        if self._in_value:
            self.found[-1][1][-1] += text

    def end(self, tag: str) -> None:
        """End an element."""
        self._in_value = False
