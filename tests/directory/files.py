"""Files to import, made on the spot."""

import io
from collections.abc import Sequence
from typing import Any

import openpyxl

from handlers.core.directory.book import Book
from handlers.core.directory.workbook import read

Table = Sequence[Sequence[Any]]

AREAS: list[list[Any]] = [
    ["code", "parent", "kind", "name", "name_en", "latitude", "longitude"],
    ["C1", "", "county", "通城县", "Tongcheng County", "", ""],
    ["T1", "C1", "town", "隽水镇", "Junshui Town", "29.24", "113.81"],
    ["T2", "C1", "town", "麦市镇", "Maishi Town", "29.10", "113.95"],
    ["V1", "T1", "village", "雁塔社区居委会", "Yanta", "29.25", "113.82"],
    ["V2", "T2", "village", "李塅村", "Liduan Village", "29.11", "113.96"],
    ["V3", "T2", "village", "和平村", "Heping", "", ""],
    ["V4", "T1", "village", "和平社区", "Heping", "", ""],
]
STATIONS: list[list[Any]] = [
    ["code", "name", "area", "phone"],
    ["S1", "隽水联络站", "T1", "0715-4321234"],
    ["S0", "县联络站", "C1", ""],
]
UNITS: list[list[Any]] = [["code", "name"], ["U1", "县交通运输局"]]
REPRESENTATIVES: list[list[Any]] = [
    ["编码", "姓名", "层级", "选区", "联络站编码", "区域", "手机"],
    ["R1", "陈静", "乡镇", "第一选区", "S1", "V1; V4", 13800000001.0],
    ["R2", "王伟", "县级", "", "S0", "T1、T2", "+86 138 0000 0002"],
    ["R3", "李芳", "provincial", "", "S0", "C1", ""],
    ["R4", "张敏", "市", "", "S0", "Ｃ１", ""],
]
TOPICS: list[list[Any]] = [["code", "name", "keywords", "unit"], ["roads", "道路", "公路；桥梁, pothole", "U1"]]


def workbook(**sheets: Table) -> bytes:
    """A workbook with these sheets."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        page = book.create_sheet(title)
        for row in rows:
            page.append(list(row))
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    """The workbook as a file."""
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def county() -> Book:
    """A small county, whole."""
    return read("county.xlsx", county_file())


def county_file() -> bytes:
    """The same as a file."""
    return workbook(areas=AREAS, stations=STATIONS, units=UNITS, representatives=REPRESENTATIVES, topics=TOPICS)


def areas(*rows: Sequence[Any]) -> Book:
    """A workbook with areas only, under the usual header."""
    return read("areas.xlsx", workbook(areas=[AREAS[0], *rows]))
