"""Pictures in the sheets of a list: a person's where it is sure whose they are, else their cell is named."""

import io
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from openpyxl.drawing.image import Image as Pasted
from PIL import Image
from sqlalchemy import func, select

from handlers.core.directory import importing
from handlers.core.directory.book import Book, Kind, Problem
from handlers.core.directory.export import write
from handlers.core.directory.pictures import LONGEST_SIDE
from handlers.core.directory.rules import make_plan
from handlers.core.directory.workbook import read
from storage.engine import Database
from storage.models.directory import Representative
from storage.models.files import File
from storage.models.traffic import Blob
from tests.directory.files import county, saved

NOW = datetime(2026, 3, 2, tzinfo=UTC)
HEADER = ["code", "name", "level", "station", "照片", "constituency"]
PEOPLE = [["R1", "陈静", "乡镇", "S1"], ["R2", "王伟", "县级", "S0"], ["R3", "李芳", "省", "S0"]]
RED, BLUE = (200, 0, 0), (0, 0, 200)


def face(colour: tuple[int, int, int], size: tuple[int, int] = (40, 50), kind: str = "PNG") -> io.BytesIO:
    """A picture of one colour."""
    stream = io.BytesIO()
    Image.new("RGB", size, colour).save(stream, kind)
    stream.seek(0)
    return stream


def colour_of(content: bytes) -> str:
    """Colour of most of a picture."""
    with Image.open(io.BytesIO(content)) as image:
        assert image.format == "JPEG"
        assert max(image.size) <= LONGEST_SIDE
        red, _, blue = image.convert("RGB").getpixel((image.width // 2, image.height // 2))  # type: ignore[misc]
    return "red" if red > blue else "blue"


def by_openpyxl(pictures: dict[str, io.BytesIO], **more: Any) -> bytes:
    """The list with these pictures lying on cells. `more`: values of cells."""
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.title = "代表"
    for line in (HEADER, *PEOPLE):
        page.append(line)
    for cell, value in more.items():
        page[cell] = value
    for cell, content in pictures.items():
        page.add_image(Pasted(content), cell)
    return saved(book)


def by_xlsxwriter(put: Callable[[Any], None]) -> bytes:
    """The list, with what `put` does to its page."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        page = book.add_worksheet("代表")
        for number, line in enumerate((HEADER, *PEOPLE)):
            page.write_row(number, 0, line)
        put(page)
    return stream.getvalue()


def as_wps_has_them(path: Path) -> bytes:
    """The list with a picture in the cell of the second person, as WPS keeps it."""
    content = by_xlsxwriter(lambda page: page.write_formula("E3", '=_xlfn.DISPIMG("ID_4F",1)', None, "=DISPIMG(…)"))
    images = (
        '<etc:cellImages xmlns:etc="http://www.wps.cn/officeDocument/2017/etCustomData" xmlns:xdr="x" xmlns:a="a" '
        'xmlns:r="r"><etc:cellImage><xdr:pic><xdr:nvPicPr><xdr:cNvPr id="2" name="ID_4F"/></xdr:nvPicPr><xdr:blipFill>'
        '<a:blip r:embed="rId7"/></xdr:blipFill></xdr:pic></etc:cellImage></etc:cellImages>'
    )
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId7" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="media/image1.png"/>'
        "</Relationships>"
    )
    belongs = (
        '<Relationship Id="rId99" Type="http://www.wps.cn/officeDocument/2020/cellImage" Target="cellimages.xml"/>'
    )
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "xl/_rels/workbook.xml.rels":
                part = part.replace(b"</Relationships>", belongs.encode() + b"</Relationships>")
            new.writestr(name, part)
        new.writestr("xl/cellimages.xml", images)
        new.writestr("xl/_rels/cellimages.xml.rels", relations)
        new.writestr("xl/media/image1.png", face(BLUE).getvalue())
    return path.read_bytes()


def faces(book: Book) -> dict[str, str]:
    """The colour of each person's picture."""
    [sheet] = book.sheets
    return {
        row.cells["code"]: colour_of(book.pictures[row.cells["picture"]])
        for row in sheet.rows
        if row.cells.get("picture")
    }


def troubles(content: bytes) -> list[Problem]:
    """What is wrong with the pictures of a list."""
    return [one for one in make_plan(read("r.xlsx", content), {}).problems if "picture" in str(one.wrong)]


def _embeds(page: Any) -> None:
    page.embed_image("E2", "red.png", {"image_data": face(RED)})
    page.embed_image("E4", "blue.png", {"image_data": face(BLUE)})


def _embeds_in_a_name(page: Any) -> None:
    page.embed_image("B3", "red.png", {"image_data": face(RED)})


def _inserts(page: Any) -> None:
    """One in its cell; one that begins a little above and before its own."""
    page.set_column(4, 4, 12)
    page.set_row(2, 60)
    page.insert_image("E2", "red.png", {"image_data": face(RED)})
    page.insert_image("D3", "blue.png", {"image_data": face(BLUE), "x_offset": 60, "y_offset": 70})


WRITERS: dict[str, Callable[[], bytes]] = {
    "lying on cells": lambda: by_openpyxl({"E2": face(RED), "E4": face(BLUE)}),
    "lying on cells, by another program": lambda: by_xlsxwriter(_inserts),
    "in cells": lambda: by_xlsxwriter(_embeds),
}


@pytest.mark.parametrize("how", WRITERS)
def test_a_picture_is_that_of_the_person_in_its_row(how: str) -> None:
    book = read("r.xlsx", WRITERS[how]())
    assert faces(book) == {"R1": "red", "R3": "blue"}
    assert len(book.pictures) == 2


def test_a_picture_in_a_cell_is_found_by_the_name_that_wps_gave_it(tmp_path: Path) -> None:
    assert faces(read("r.xlsx", as_wps_has_them(tmp_path / "wps.xlsx"))) == {"R2": "blue"}
    lost = by_xlsxwriter(lambda page: page.write_formula("E3", '=DISPIMG("ID_5A",1)', None, ""))
    assert [(one.row, one.column) for one in troubles(lost)] == [(3, "E (照片)")]


def test_a_picture_by_its_address_is_that_address() -> None:
    content = by_openpyxl({}, E2='=_xlfn.IMAGE("https://example.org/chen.jpg","Chen")')
    assert read("r.xlsx", content).sheets[0].rows[0].cells["picture"] == "https://example.org/chen.jpg"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (lambda: by_openpyxl({"F3": face(RED)}), "lies on F3"),
        (lambda: by_openpyxl({"E3": face(RED)}, E1="remarks"), "lies on E3"),
        (lambda: by_openpyxl({"E3": face(RED)}, E3="https://example.org/wang.jpg"), "more than one picture"),
        (
            lambda: by_xlsxwriter(lambda page: page.embed_image("B3", "red.png", {"image_data": face(RED)})),
            "a picture in",
        ),
    ],
    ids=["beside the column", "no column", "an address too", "in a name"],
)
def test_a_picture_of_which_nobody_knows_whose_it_is_is_named(content: Callable[[], bytes], said: str) -> None:
    [problem] = troubles(content())
    assert problem.row == 3
    assert said in str(problem.wrong)


def test_two_pictures_in_one_cell_are_named() -> None:
    book = openpyxl.load_workbook(io.BytesIO(by_openpyxl({"E2": face(RED)})))
    for colour in (RED, BLUE):
        book.worksheets[0].add_image(Pasted(face(colour)), "E2")
    [problem] = troubles(saved(book))
    assert (problem.row, "more than one picture" in str(problem.wrong)) == (2, True)


def test_what_only_adorns_a_list_is_no_persons_picture() -> None:
    book = read("r.xlsx", by_openpyxl({"A1": face(RED), "E9": face(BLUE)}))
    assert (faces(book), book.pictures, troubles(by_openpyxl({"A1": face(RED)}))) == ({}, {}, [])


def test_a_picture_is_kept_small_and_one_that_is_none_is_named(tmp_path: Path) -> None:
    [kept] = read("r.xlsx", by_openpyxl({"E2": face(RED, (3000, 2000), "JPEG")})).pictures.values()
    with Image.open(io.BytesIO(kept)) as image:
        assert image.size == (LONGEST_SIDE, LONGEST_SIDE * 2 // 3)
    content, path = by_openpyxl({"E2": face(RED), "E3": face(BLUE, (5000, 5000))}), tmp_path / "broken.xlsx"
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            new.writestr(name, b"\x89PNG no more" if name.endswith("image1.png") else old.read(name))
    said = {problem.row: str(problem.wrong) for problem in troubles(path.read_bytes())}
    assert said == {2: "the picture in this cell cannot be read", 3: "the picture in this cell is too large"}


async def test_pictures_are_imported_exported_and_let_go_once_nobody_is_shown_with_them(database: Database) -> None:
    async def imports(content: bytes) -> None:
        async with database.writing() as session:
            await importing.apply(session, read("r.xlsx", content), NOW)

    async def shown() -> dict[str, str]:
        async with database.reading() as session:
            rows = await session.execute(select(Representative.code, Representative.picture))
            kept = {code: picture for code, picture in rows if picture is not None}
            assert await session.scalar(select(func.count()).select_from(File)) == len(set(kept.values()))
            blobs = {f"blob:{one.sha256}": one.content for one in await session.scalars(select(Blob))}
        assert blobs.keys() == set(kept.values())
        return {code: colour_of(blobs[picture]) for code, picture in kept.items()}

    async with database.writing() as session:
        await importing.apply(session, county(), NOW)
    await imports(by_openpyxl({"E2": face(RED), "E3": face(RED), "E4": face(BLUE)}))
    assert await shown() == {"R1": "red", "R2": "red", "R3": "blue"}
    async with database.reading() as session:
        again = await importing.plan(session, read("r.xlsx", by_openpyxl({"E2": face(RED), "E4": face(BLUE)})))
        assert again.counts[Kind.REPRESENTATIVES].changed == 0
        export = write(await importing.everything(session))
        assert (await importing.plan(session, read("all.xlsx", export))).changes == 0
    elsewhere = make_plan(read("all.xlsx", export), {})
    assert {str(one.wrong) for one in elsewhere.problems} == {"this names a picture that is not kept here"}
    await imports(by_openpyxl({"E2": face(BLUE)}))
    assert await shown() == {"R1": "blue", "R2": "red", "R3": "blue"}
    await imports(by_openpyxl({"E3": face(BLUE)}))
    assert await shown() == {"R1": "blue", "R2": "blue", "R3": "blue"}
