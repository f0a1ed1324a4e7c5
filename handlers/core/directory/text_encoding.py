"""Bytes of a table as text: UTF-8, UTF-16 or GB18030, and nothing that only happens to be readable as one of them."""

from handlers.core.directory.book import Unreadable, say

LIKELY = 0.75
"""So many of the letters beyond ASCII are common ones in any Chinese list; of Western, Cyrillic or Big5 text read as
GB18030 at most two thirds are."""
_NO_TABLE = say("This is neither a workbook (.xlsx) nor a table as text (.csv).")
_OTHER = say(
    "The letters of this file are in an encoding that cannot be told for sure. Please save it as “CSV UTF-8” or .xlsx."
)


def decode(content: bytes) -> str:
    """The text. Raises `Unreadable` where no encoding is sure."""
    text = _marked(content)
    if text is None:
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = _chinese(content)
    if "\x00" in text:
        raise Unreadable(_NO_TABLE)
    return text


def _marked(content: bytes) -> str | None:
    """UTF-16, by its mark or by its many noughts; None if it is something else."""
    encoding = None
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    elif content[:400].count(0) * 4 > len(content[:400]):
        encoding = "utf-16-le" if content[1:400:2].count(0) > content[:400:2].count(0) else "utf-16-be"
    try:
        return content.decode(encoding) if encoding else None
    except UnicodeDecodeError:
        raise Unreadable(_NO_TABLE) from None


def _chinese(content: bytes) -> str:
    try:
        text = content.decode("gb18030")
    except UnicodeDecodeError:
        raise Unreadable(_OTHER if _is_text(content) else _NO_TABLE) from None
    if not _is_text(content):
        raise Unreadable(_NO_TABLE)
    beyond = [sign for sign in text if ord(sign) > 127]
    if sum(map(_common, beyond)) < LIKELY * len(beyond):
        raise Unreadable(_OTHER)
    return text


def _is_text(content: bytes) -> bool:
    """True unless it holds control signs as no text does."""
    head = content[:4096]
    return not any(byte < 32 and byte not in b"\t\r\n\x0b\x0c\x1a" for byte in head)


def _common(sign: str) -> bool:
    """True for the 3,755 characters of the first level of GB 2312 and for its punctuation and wide letters."""
    try:
        code = sign.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return len(code) == 2 and (0xB0 <= code[0] <= 0xD7 or code[0] in (0xA1, 0xA3))
