"""Check of a directory file, and of what it would change. Nothing here touches a file or the database."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from rapidfuzz import process

from handlers.core.directory.book import Book, Directory, Kind, Problem, Record, Row, Saying, Sheet, Value, say
from handlers.core.directory.columns import COLUMNS, Column
from handlers.core.directory.values import Wrong
from storage.vocabulary import BLOB, AreaKind, OfficeChange


@dataclass(frozen=True, slots=True)
class Counts:
    """Counts of what a file does to one kind."""

    new: int
    changed: int
    unchanged: int
    left_out: int
    """Kept here, not in the file: they stay as they are. Zero where the file has no such sheet."""
    retired: int
    """Of the changed: those that become inactive."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Plan of importing a file; with `problems`, nothing would be done."""

    counts: Mapping[Kind, Counts]
    new: Mapping[Kind, list[Record]]
    changed: Mapping[Kind, list[Record]]
    problems: tuple[Problem, ...]
    ignored: tuple[str, ...]
    """Sheets that are not read."""
    turns: tuple["Turn", ...] = ()
    """Offices taken and left by this file."""
    before: Mapping[Kind, Mapping[str, Record]] = field(default_factory=dict)
    """Of the changed: how they stand now, by their code."""

    @property
    def good(self) -> bool:
        """True if it can be imported."""
        return not self.problems

    @property
    def changes(self) -> int:
        """Number of records that would be written."""
        return sum(count.new + count.changed for count in self.counts.values())


class Turn(NamedTuple):
    """Somebody takes or leaves office."""

    change: OfficeChange
    representative: Record


class _Found(NamedTuple):
    sheet: Sheet
    row: Row
    record: Record


@dataclass(slots=True)
class _Check:
    """One run over a book."""

    kept: Directory
    pictures: Mapping[str, bytes]
    target: Directory = field(default_factory=lambda: {kind: {} for kind in Kind})
    found: dict[Kind, dict[str, _Found]] = field(default_factory=lambda: {kind: {} for kind in Kind})
    problems: list[Problem] = field(default_factory=list)

    def complain(self, sheet: Sheet, row: Row, key: str, wrong: Saying, expected: Saying) -> None:
        self.problems.append(Problem(sheet.title, row.number, sheet.columns.get(key), wrong, expected))

    def known(self, kind: Kind) -> dict[str, Record]:
        """Every record of `kind` once the file is in."""
        return self.kept.get(kind, {}) | self.target[kind]


def make_plan(book: Book, kept: Directory) -> Plan:
    """Compare `book` with what is `kept`.

    A column the file lacks leaves what is kept; an empty cell clears it, save for `active`, `kind` and `position`.
    Nobody is deleted by not being listed.
    """
    check = _Check(kept, book.pictures)
    for sheet in book.sheets:
        _check_header(check, sheet)
        for row in sheet.rows:
            _check_row(check, sheet, row)
    _add_named_parents(check)
    _check_references(check)
    _check_tree(check)
    if not check.problems:
        _fill_kinds(check)
    listed = {sheet.kind for sheet in book.sheets}
    new: dict[Kind, list[Record]] = {}
    changed: dict[Kind, list[Record]] = {}
    counts: dict[Kind, Counts] = {}
    for kind in Kind:
        before, after = kept.get(kind, {}), check.target[kind]
        new[kind] = [record for code, record in after.items() if code not in before]
        changed[kind] = [record for code, record in after.items() if code in before and before[code] != record]
        counts[kind] = Counts(
            new=len(new[kind]),
            changed=len(changed[kind]),
            unchanged=len(after) - len(new[kind]) - len(changed[kind]),
            left_out=len(before.keys() - after.keys()) if kind in listed else 0,
            retired=sum(
                record.get("active") is False and before[str(record["code"])]["active"] is True
                for record in changed[kind]
            ),
        )
    order = [sheet.title for sheet in book.sheets]
    problems = sorted(check.problems, key=lambda problem: (order.index(problem.sheet), problem.row or 0))
    written = [*new[Kind.REPRESENTATIVES], *changed[Kind.REPRESENTATIVES]]
    turns = _turns(kept.get(Kind.REPRESENTATIVES, {}), written)
    old = {kind: {str(one["code"]): kept[kind][str(one["code"])] for one in changed[kind]} for kind in Kind}
    return Plan(counts, new, changed, tuple(problems), book.ignored, tuple(turns), old)


def _turns(before: Mapping[str, Record], after: Iterable[Record]) -> Iterator[Turn]:
    """Turns to add to the history of offices: one that was told otherwise before is told again."""
    for record in after:
        old = before.get(str(record["code"]), {})
        was, now = old.get("active", False), record["active"]
        told_anew = any(old.get(key) != record[key] for key in ("left_on", "left_why"))
        if now and (not was or old.get("term") != record["term"]):
            yield Turn(OfficeChange.TOOK, record)
        elif not now and (was or told_anew):
            yield Turn(OfficeChange.LEFT, record)


def _check_header(check: _Check, sheet: Sheet) -> None:
    needed = [column for column in COLUMNS[sheet.kind] if column.needed and column.key not in sheet.columns]
    for column in needed:
        # A file that only updates may leave out what is kept already, never the code that finds it.
        if column.key == "code" or not check.kept.get(sheet.kind):
            wrong = say("the column “{title}” is missing", title=column.title)
            expected = say("a header row with it; the template shows all columns")
            check.problems.append(Problem(sheet.title, sheet.header_row, None, wrong, expected))
    for key, trouble in sheet.troubles.items():
        check.problems.append(Problem(sheet.title, sheet.header_row, sheet.columns.get(key), *trouble))


def _check_row(check: _Check, sheet: Sheet, row: Row) -> None:
    """Read one row into the target, or say what is wrong with it."""
    code = _read_cell(check, sheet, row, COLUMNS[sheet.kind][0])
    if not isinstance(code, str):
        # What else is wrong in the row is told at once, not one by one.
        for column in COLUMNS[sheet.kind][1:]:
            if row.cells.get(column.key) or row.troubles.get(column.key):
                _read_cell(check, sheet, row, column)
        return
    base = check.kept.get(sheet.kind, {}).get(code)
    record = dict(base) if base else _blank(sheet.kind, len(check.target[sheet.kind]))
    for column in COLUMNS[sheet.kind]:
        if column.key in sheet.columns:
            if column.keep and not row.cells[column.key] and column.key not in row.troubles:
                continue
            value = _read_cell(check, sheet, row, column)
            record[column.key] = None if isinstance(value, Wrong) else value
        elif column.needed and base is None and check.kept.get(sheet.kind):
            wrong = say("“{code}” is new, and the column “{title}” is missing", code=code, title=column.title)
            check.complain(sheet, row, column.key, wrong, say("that column, or a code that is already here"))
    if sheet.kind is Kind.REPRESENTATIVES:
        _check_leaving(check, sheet, row, record)
        _check_picture(check, sheet, row, record, base)
    earlier = check.found[sheet.kind].get(code)
    if earlier:
        wrong = say(
            "“{code}” is already in row {row} of {sheet}", code=code, row=earlier.row.number, sheet=earlier.sheet.title
        )
        check.complain(sheet, row, "code", wrong, say("each code once"))
        return
    check.found[sheet.kind][code] = _Found(sheet, row, record)
    check.target[sheet.kind][code] = {key: value for key, value in record.items() if key != "parent_name"}


def _check_leaving(check: _Check, sheet: Sheet, row: Row, record: Record) -> None:
    """Mark who left as no longer active; complain of one who is active and has left."""
    if record["left_on"] is None and record["left_why"] is None:
        return
    if row.cells.get("active") and record["active"] is True:
        wrong = say("“{code}” is active and has left office", code=record["code"])
        check.complain(sheet, row, "active", wrong, say("no for who left; nothing under when and why for who is back"))
    record["active"] = False


def _check_picture(check: _Check, sheet: Sheet, row: Row, record: Record, base: Record | None) -> None:
    """Complain of a picture that an export of another bot, or an old one, only names."""
    picture = str(record["picture"] or "")
    if picture.startswith(BLOB) and picture not in check.pictures and picture != (base or {}).get("picture"):
        wrong = say("this names a picture that is not kept here")
        check.complain(sheet, row, "picture", wrong, say("the picture itself in the cell, its address, or nothing"))


def _blank(kind: Kind, position: int) -> Record:
    record: Record = {column.key: column.empty for column in COLUMNS[kind] if not column.helper}
    return record | {"position": position} if kind is Kind.TOPICS else record


def _read_cell(check: _Check, sheet: Sheet, row: Row, column: Column) -> Value | Wrong:
    """The cell's value; a `Wrong` that has already been complained about."""
    trouble = row.troubles.get(column.key)
    text = row.cells.get(column.key, "")
    try:
        if trouble and not (column.dated and text):
            raise Wrong(*trouble)
        if text:
            return column.read(text)
        if column.needed:
            raise Wrong(say("nothing is written here"), say("a value, such as {example}", example=column.example))
    except Wrong as error:
        # A column that is missing was complained about once, at the header.
        if column.key in sheet.columns:
            check.complain(sheet, row, column.key, *error.trouble)
        return error
    return column.empty


def _add_named_parents(check: _Check) -> None:
    """Lists of villages often name the town beside each instead of listing it: it is made from that."""
    areas = check.target[Kind.AREAS]
    for found in list(check.found[Kind.AREAS].values()):
        code, name = found.record["parent"], found.row.cells.get("parent_name")
        if isinstance(code, str) and name and code not in areas and code not in check.kept.get(Kind.AREAS, {}):
            areas[code] = _blank(Kind.AREAS, 0) | {"code": code, "name": name, "kind": AreaKind.TOWN}


def _check_references(check: _Check) -> None:
    for kind, found in check.found.items():
        for column in COLUMNS[kind]:
            if column.refers is None:
                continue
            known = check.known(column.refers)
            for sheet, row, record in found.values():
                for code in _codes(record[column.key]):
                    if code not in known:
                        wrong = say(
                            "“{code}” is not the code of any of the {sheet}", code=code, sheet=column.refers.value
                        )
                        check.complain(sheet, row, column.key, wrong, _hint(code, known, column.refers))


def _codes(value: Value) -> tuple[str, ...]:
    if isinstance(value, tuple):
        return value
    return (value,) if isinstance(value, str) else ()


def _hint(code: str, known: Mapping[str, Record], kind: Kind) -> Saying:
    by_name = next((other for other, record in known.items() if record["name"] == code), None)
    near = by_name or _closest(code, known)
    if near:
        return say("perhaps {code} ({name})", code=near, name=known[near]["name"])
    return say("a code listed in the sheet {sheet} or imported before", sheet=kind.value)


def _closest(code: str, known: Mapping[str, Record]) -> str | None:
    match = process.extractOne(code, list(known), score_cutoff=60)
    return match[0] if match else None


def _check_tree(check: _Check) -> None:
    """No area lies within itself."""
    areas = check.known(Kind.AREAS)
    sound: set[str] = set()
    for code, (sheet, row, _) in check.found[Kind.AREAS].items():
        trail = list(_upwards(code, areas, sound))
        if trail and areas[trail[-1]]["parent"] in trail:
            loop = trail[trail.index(str(areas[trail[-1]]["parent"])) :]
            if code in loop:
                circle = " → ".join([*loop[:5], loop[0]])
                wrong = say("this area lies within itself: {circle}", circle=circle)
                check.complain(sheet, row, "parent", wrong, say("the code of a larger area, or nothing for the top"))
        else:
            sound.update(trail)


def _upwards(code: str, areas: Mapping[str, Record], stop: set[str]) -> Iterator[str]:
    """The area and those above it, until the top, a known good one, or one met before."""
    seen: set[str] = set()
    here: Value = code
    while isinstance(here, str) and here in areas and here not in seen and here not in stop:
        seen.add(here)
        yield here
        here = areas[here]["parent"]


def _fill_kinds(check: _Check) -> None:
    """The top is a county, below it towns, below those villages, where the file does not say."""
    areas = check.known(Kind.AREAS)
    for code in check.target[Kind.AREAS]:
        for step in reversed(list(_upwards(code, areas, set()))):
            record = areas[step]
            if record["kind"] is None:
                parent = record["parent"]
                above = areas[parent]["kind"] if isinstance(parent, str) else None
                below_county = AreaKind.TOWN if above is AreaKind.COUNTY else AreaKind.VILLAGE
                record["kind"] = AreaKind.COUNTY if above is None else below_county
