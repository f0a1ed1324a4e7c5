"""Files that are no directory file: what each is, and how to save it so that it can be read."""

import re
from collections.abc import Collection

from handlers.core.directory.book import Saying, say

_OLE = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_ARCHIVES = (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8")
_PAGE = re.compile(rb"(?i)^\s*(<!doctype html|<html|<table|mime-version:)")
_XML_2003 = b"urn:schemas-microsoft-com:office:spreadsheet"


def foreign(content: bytes) -> Saying | None:
    """A sentence on what this file is, where it is of a kind that can be told from its first bytes; None otherwise."""
    head = content[:4096].removeprefix(b"\xef\xbb\xbf")
    if content.startswith(_OLE):
        return _locked() if _ENCRYPTED in content else _save_as(".xls, .et")
    if head.startswith(b"%PDF"):
        return say("This is a PDF. Please send the table it was made from, as .xlsx.")
    if head.startswith(_PICTURES):
        return say("This is a picture. Please send the table itself, as .xlsx.")
    if head.startswith(_ARCHIVES):
        return _archive()
    if _PAGE.match(head):
        return _save_as("HTML")
    if _XML_2003 in head:
        return _save_as("XML (Excel 2003)")
    return None


def foreign_parts(names: Collection[str], mimetype: bytes) -> Saying | None:
    """The same for a file that is packed of these parts; None for a workbook (.xlsx)."""
    if mimetype.startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
        return _save_as(".ods")
    if "xl/workbook.bin" in names:
        return _save_as(".xlsb")
    if "Index/Document.iwa" in names or "Index.zip" in names:
        return say("This is a table of Numbers. Please choose “Export to”, “Excel” there, and send the .xlsx.")
    if mimetype.startswith(b"application/vnd.oasis.opendocument") or "word/document.xml" in names:
        return say("This is a text document. Please copy its table into a spreadsheet and send that as .xlsx.")
    if "[Content_Types].xml" not in names:
        return _archive() if any(name.lower().endswith((".xlsx", ".csv", ".xls")) for name in names) else None
    return None


def _save_as(kind: str) -> Saying:
    return say(
        "This table is of another kind: {kind}. Please open it, choose “Save as” and “Excel workbook (.xlsx)”, and "
        "send that.",
        kind=kind,
    )


def _locked() -> Saying:
    return say("This workbook is protected by a password. Please save it without one, as .xlsx, and send that.")


def _archive() -> Saying:
    return say("This is an archive. Please unpack it and send the files in it one by one.")
