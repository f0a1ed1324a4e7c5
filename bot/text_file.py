"""Small text files as people's editors save them: UTF-8 with or without a mark, UTF-16 (Notepad, PowerShell), GBK."""

import codecs
from pathlib import Path

_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",  # before UTF-16's, with which it begins
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
SAVE_ANEW = 'save it as plain text with the encoding "UTF-8"'


class UnreadableText(ValueError):
    """The file is no text in any of these encodings."""


def encoding_of(content: bytes) -> str:
    """The encoding a file's content can be read by. Raises `UnreadableText`."""
    for mark, encoding in _MARKS.items():
        if content.startswith(mark):
            return _only(content, encoding)
    if b"\0" in content:
        return _only(content, "utf-16-le" if content[1:2] == b"\0" else "utf-16-be")
    return _only(content, "utf-8", "gb18030")


def read_text(file: Path) -> str:
    """Text of a file. Raises `OSError`, `UnreadableText`."""
    content = file.read_bytes()
    return content.decode(encoding_of(content))


def _only(content: bytes, *encodings: str) -> str:
    for encoding in encodings:
        try:
            if "\0" not in content.decode(encoding):
                return encoding
        except UnicodeDecodeError:
            pass
    raise UnreadableText(SAVE_ANEW)
