"""A parser of parse_mode MarkdownV2, with the error texts of Telegram's own parser."""

from dataclasses import dataclass

from bot.sandbox.errors import ApiError, bad_request
from bot.sandbox.messages import Json, utf16_len

_RESERVED = frozenset("_*[]()~`>#+-=|{}.!")
_MARKS = {
    "*": ("bold", "Bold"),
    "_": ("italic", "Italic"),
    "__": ("underline", "Underline"),
    "~": ("strikethrough", "Strikethrough"),
    "||": ("spoiler", "Spoiler"),
    "`": ("code", "Code"),
    "```": ("pre", "Pre"),
    "[": ("text_link", "TextUrl"),
    "![": ("custom_emoji", "CustomEmoji"),
}


@dataclass(slots=True)
class _Open:
    mark: str
    offset: int
    at: int


class _Parser:
    def __init__(self, source: str) -> None:
        self.source, self.at, self.length = source, 0, 0
        self.parts: list[str] = []
        self.stack: list[_Open] = []
        self.entities: list[Json] = []
        self.quote: int | None = None

    def parse(self) -> tuple[str, list[Json]]:
        while self.at < len(self.source):
            self._step()
        self._end_quote()
        if self.stack:
            opened = self.stack[-1]
            raise self._error(f"Can't find end of {_MARKS[opened.mark][1]} entity", opened.at)
        self.entities.sort(key=lambda entity: (entity["offset"], -entity["length"]))
        return "".join(self.parts), self.entities

    def _step(self) -> None:
        char = self.source[self.at]
        following = self.source[self.at + 1 : self.at + 2]
        if char == "\\" and following and ord(following) <= 126:
            self.at += 1
            self._take(following)
        elif self._verbatim() is not None:
            self._step_verbatim()
        elif char == "\n":
            self._take(char)
            if self.quote is not None and self.source[self.at : self.at + 1] != ">":
                self._end_quote()
        elif (char == ">" or self.source.startswith("**>", self.at)) and self._line_begins():
            if char == "*":
                self._end_quote()
            self.quote = self.length if self.quote is None else self.quote
            self.at += 1 if char == ">" else 3
        elif self._ends_expandable_quote():
            self.at += 2
            self._end_quote(expandable=True)
        elif mark := self._mark():
            self._toggle(mark)
        elif char == "]" and self.stack and self.stack[-1].mark in {"[", "!["}:
            self._close_link()
        elif char in _RESERVED:
            raise self._error(f"Character '{char}' is reserved and must be escaped with the preceding '\\'", None)
        else:
            self._take(char)

    def _verbatim(self) -> str | None:
        return self.stack[-1].mark if self.stack and self.stack[-1].mark in {"`", "```"} else None

    def _step_verbatim(self) -> None:
        mark = self.stack[-1].mark
        if self.source.startswith(mark, self.at):
            self._close(mark)
        elif self.source[self.at] == "`":
            raise self._error("Character '`' is reserved and must be escaped with the preceding '\\'", None)
        else:
            self._take(self.source[self.at])

    def _line_begins(self) -> bool:
        return self.at == 0 or self.source[self.at - 1] == "\n"

    def _mark(self) -> str | None:
        return next(
            (m for m in ("```", "||", "__", "![", "*", "_", "~", "`", "[") if self.source.startswith(m, self.at)), None
        )

    def _ends_expandable_quote(self) -> bool:
        if self.quote is None or not self.source.startswith("||", self.at) or self._is_open("||"):
            return False
        return self.source[self.at + 2 : self.at + 3] in {"", "\n"}

    def _is_open(self, mark: str) -> bool:
        return any(opened.mark == mark for opened in self.stack)

    def _toggle(self, mark: str) -> None:
        if self.stack and self.stack[-1].mark == mark and mark not in {"[", "!["}:
            self._close(mark)
            return
        self.stack.append(_Open(mark, self.length, self.at))
        self.at += len(mark)
        if mark == "```":
            self._language()

    def _language(self) -> None:
        line, newline, _ = self.source[self.at :].partition("\n")
        if newline and line.strip() and " " not in line and "`" not in line:
            self.stack[-1].mark = "```"
            self.entities.append({"type": "pre", "offset": self.length, "length": -1, "language": line})
            self.at += len(line) + 1
        elif newline and not line:
            self.at += 1

    def _close(self, mark: str) -> None:
        opened = self.stack.pop()
        self.at += len(mark)
        length = self.length - opened.offset
        waiting = self.entities and self.entities[-1]["length"] == -1 and mark == "```"
        entity = self.entities.pop() if waiting else {"type": _MARKS[mark][0], "offset": opened.offset}
        if length:
            self.entities.append({**entity, "length": length})

    def _close_link(self) -> None:
        opened = self.stack.pop()
        self.at += 1
        text_length = self.length - opened.offset
        url = ""
        if self.source.startswith("(", self.at):
            url = self._url(opened.at)
        if not text_length or not url:
            return
        entity: Json = {"type": "text_link", "offset": opened.offset, "length": text_length, "url": url}
        if opened.mark == "![":
            entity = {"type": "custom_emoji", "offset": opened.offset, "length": text_length}
            entity["custom_emoji_id"] = url.partition("id=")[2]
        self.entities.append(entity)

    def _url(self, began: int) -> str:
        self.at += 1
        url = ""
        while self.at < len(self.source) and self.source[self.at] != ")":
            if self.source[self.at] == "\\" and self.at + 1 < len(self.source):
                self.at += 1
            url += self.source[self.at]
            self.at += 1
        if self.at >= len(self.source):
            raise self._error("Can't find end of a URL", began)
        self.at += 1
        return url

    def _end_quote(self, *, expandable: bool = False) -> None:
        if self.quote is not None and self.length > self.quote:
            kind = "expandable_blockquote" if expandable else "blockquote"
            self.entities.append({"type": kind, "offset": self.quote, "length": self.length - self.quote})
        self.quote = None

    def _take(self, char: str) -> None:
        self.parts.append(char)
        self.length += utf16_len(char)
        self.at += 1

    def _error(self, reason: str, at: int | None) -> ApiError:
        where = "" if at is None else f" at byte offset {len(self.source[:at].encode())}"
        return bad_request(f"can't parse entities: {reason}{where}")


def parse_markdown_v2(source: str) -> tuple[str, list[Json]]:
    """Text and entities (UTF-16 offsets) of MarkdownV2; raises ApiError with a byte offset as Telegram does."""
    return _Parser(source).parse()
