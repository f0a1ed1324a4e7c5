"""A reader of CSV files of real messages, and what their authors' clients would send."""

import csv
import io
import itertools
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from bot.sandbox.messages import utf16_len

MAX_MESSAGE = 4096
"""UTF-16 units a person's client puts into one message, Telegram's limit; longer texts become several."""
NAMES: Mapping[str, tuple[str, ...]] = {
    "title": ("title", "subject", "headline", "标题", "主题", "留言主题", "题目"),
    "text": ("text", "detail", "body", "content", "message", "内容", "正文", "详情", "留言详情", "留言内容"),
    "author": ("author", "user", "username", "name", "作者", "用户", "留言用户", "姓名", "网友"),
    "time": ("time", "created", "date", "datetime", "时间", "留言时间", "日期"),
    "reply": ("reply", "answer", "答复", "答复意见", "回复"),
    "reply_time": ("reply_time", "answered", "答复时间", "回复时间"),
}
"""Titles that each column may have."""


class Unreadable(Exception):
    """The file cannot be used; the message says why, in one line."""


class CsvMessage(NamedTuple):
    """One row of the file: a message and its author."""

    line: int
    """The row in the file, the first after the header being 1."""
    author: str
    time: str
    text: str
    """Title and text; empty if the row had neither."""
    reply: str = ""
    reply_time: str = ""


def read(file: Path, named: Mapping[str, str | None], limit: int | None) -> list[CsvMessage]:
    """The first `limit` rows, by time where there is one; `named` gives columns their titles, others are found.

    Raises `Unreadable`.
    """
    try:
        content = _decoded(file.read_bytes())
    except OSError as error:
        raise Unreadable(f"{file} cannot be read: {error.strerror}") from None
    reader = csv.DictReader(io.StringIO(content, newline=""))
    columns = _columns(reader.fieldnames or [], named)
    rows = itertools.islice(enumerate(reader, 1), limit)
    try:
        found = [_written(number, row, columns) for number, row in rows]
    except csv.Error as error:
        raise Unreadable(f"{file} is no CSV from line {reader.line_num} on: {error}") from None
    return sorted(found, key=lambda one: one.time)


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable("The file is neither UTF-8 nor GB18030 text.")


def _columns(titles: Sequence[str], named: Mapping[str, str | None]) -> dict[str, str]:
    """Title of each of our columns. Raises `Unreadable` if a named one, or any text, is missing."""
    known = {title.strip().lower(): title for title in titles}
    columns = {}
    for column, names in NAMES.items():
        given = named.get(column)
        if given and given.strip().lower() not in known:
            raise Unreadable(f"There is no column “{given}”; there are: {', '.join(titles)}.")
        for name in (given,) if given else names:
            if name and name.strip().lower() in known:
                columns[column] = known[name.strip().lower()]
                break
    if not columns.keys() & {"title", "text"}:
        raise Unreadable(f"No column looks like a text; name it with --text. There are: {', '.join(titles) or 'none'}.")
    return columns


def _written(number: int, row: Mapping[str, str | None], columns: Mapping[str, str]) -> CsvMessage:
    cells = {column: (row.get(title) or "").strip() for column, title in columns.items()}
    title, text = cells.get("title", ""), cells.get("text", "")
    whole = text if text.startswith(title) else f"{title}\n{text}".strip()
    author = cells.get("author") or f"Nobody {number}"
    words, reply = (one.replace("\x00", "") for one in (whole, cells.get("reply", "")))
    return CsvMessage(number, author, cells.get("time", ""), words, reply, cells.get("reply_time", ""))


def parts(text: str) -> Iterator[str]:
    """A long text as the messages a client makes of it: at the last line or space that fits, else anywhere."""
    rest = text.strip()
    while utf16_len(rest) > MAX_MESSAGE:
        fits = rest[:MAX_MESSAGE].encode("utf-16-le")[: MAX_MESSAGE * 2].decode("utf-16-le", "ignore")
        cut = max(fits.rfind("\n"), fits.rfind(" "))
        cut = cut if cut > len(fits) // 2 else len(fits)
        yield rest[:cut].strip()
        rest = rest[cut:].strip()
    if rest:
        yield rest
