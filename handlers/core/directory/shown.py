"""Numbers of a spreadsheet as people see them: the cell's number format applied, as far as it is a usual one."""

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

GENERAL = "General"
BUILT_IN = {
    0: GENERAL, 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?",
    13: "# ??/??", 37: "#,##0 ;(#,##0)", 38: "#,##0 ;[Red](#,##0)", 39: "#,##0.00;(#,##0.00)",
    40: "#,##0.00;[Red](#,##0.00)", 48: "##0.0E+0", 49: "@",
    **dict.fromkeys((*range(14, 18), *range(27, 37), *range(50, 59)), "yyyy-mm-dd"),
    **dict.fromkeys((18, 19, 20, 21, 45, 46, 47), "hh:mm:ss"),
    22: "yyyy-mm-dd hh:mm",
}  # fmt: skip
"""Formats that files name by number only. ECMA-376 part 1, 18.8.30."""
_TOKEN = re.compile(r'"([^"]*)"|\\(.)|_(.)|\*(.)|\[\$([^\]-]*)[^\]]*\]|\[([^\]]*)\]|(.)', re.DOTALL)
_COLOURS = re.compile(r"(?i)black|blue|cyan|green|magenta|red|white|yellow|color ?\d+|DBNum\d")
_LITERALS = frozenset("$-+/():!^&'~{}<>= ")
_DIGIT, _LITERAL = "digit", "literal"
_Token = tuple[str, str]
_DAY_ZERO, _DAY_ZERO_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)  # noqa: DTZ001 - a day on paper has no zone


def is_date(code: str) -> bool:
    """True if the format shows a day or a time."""
    bare = re.sub(r'"[^"]*"|\\.|[_*].|\[(?![hms]+\])[^\]]*\]', "", code, flags=re.IGNORECASE | re.DOTALL)
    return bare.strip().lower() != "general" and bool(re.search(r"[ymdhs]", bare, re.IGNORECASE))


def as_date(value: float, *, from_1904: bool = False) -> date | datetime | None:
    """The day or instant that a spreadsheet means by a number; None if there is none."""
    try:
        meant = (_DAY_ZERO_1904 if from_1904 else _DAY_ZERO) + timedelta(days=round(value * 86400) / 86400)
    except (OverflowError, ValueError):
        return None
    return meant.date() if meant.time() == meant.min.time() else meant


def plain(value: float) -> str:
    """A number in full, as a cell without a format holds it."""
    return str(int(value)) if value == int(value) else repr(value)


def shown(value: float, code: str) -> str | None:
    """The number as the cell shows it; None for a format that is not followed here, or one that hides the number."""
    sections = _sections(code)
    if sections is None:
        return None
    section, amount, sign = _chosen(value, sections)
    if section.strip().lower() == "general" or section.strip() == "@":
        return sign + plain(amount)
    tokens = _tokens(section)
    if tokens is None or not any(kind == _DIGIT for kind, _ in tokens):
        return None
    written = _written(amount, tokens)
    return None if written is None else (sign + written).strip()


def same_number(value: float, text: str) -> bool:
    """True if no digit was rounded away in what is shown."""
    digits = re.sub(r"[^0-9.]", "", text)
    try:
        return Decimal(digits) == abs(Decimal(repr(value)))
    except ArithmeticError:
        return True


def _sections(code: str) -> list[str] | None:
    """For positive numbers, negative ones, zero and text; None if conditions choose among them."""
    if re.search(r"\[[<>=]", code):
        return None
    return [match.group() for match in re.finditer(r'(?:"[^"]*"|\\.|\[[^\]]*\]|[^;])+|(?<=;)(?=;|$)|^(?=;)', code)] or [
        ""
    ]


def _chosen(value: float, sections: Sequence[str]) -> tuple[str, float, str]:
    """The section that shows this number, what it is given, and the sign before it."""
    if value < 0 and len(sections) > 1:
        return sections[1], -value, ""
    if value == 0 and len(sections) > 2:
        return sections[2], value, ""
    return sections[0], abs(value), "-" if value < 0 else ""


def _tokens(section: str) -> list[_Token] | None:
    found: list[_Token] = []
    for match in _TOKEN.finditer(section):
        quoted, escaped, blank, filler, currency, bracket, sign = match.groups()
        literal = next((one for one in (quoted, escaped, currency) if one is not None), None)
        if literal is not None:
            found.append((_LITERAL, literal))
        elif blank is not None:
            found.append((_LITERAL, " "))
        elif filler is not None:
            continue
        elif bracket is not None:
            if not _COLOURS.fullmatch(bracket) or bracket.lower().startswith("dbnum"):
                return None
        elif sign in "0#?":
            found.append((_DIGIT, sign))
        elif sign in ".,%":
            found.append((sign, sign))
        elif sign in _LITERALS or ord(sign) > 127:
            found.append((_LITERAL, sign))
        else:
            return None
    fraction = ("/" in (text for _, text in found)) and (_DIGIT, "?") in found
    return None if fraction else found


def _written(amount: float, tokens: list[_Token]) -> str | None:
    kinds = [kind for kind, _ in tokens]
    if kinds.count(".") > 1:
        return None
    point = kinds.index(".") if "." in kinds else len(tokens)
    before, after = tokens[:point], tokens[point + 1 :]
    exact = Decimal(repr(float(amount))) * 100 ** kinds.count("%")
    places = sum(kind == _DIGIT for kind, _ in after)
    rounded = exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    whole, _, rest = f"{rounded:f}".partition(".")
    left = _whole("" if whole == "0" else whole, before)
    return None if left is None else left + ("." if point < len(tokens) else "") + _rest(rest, after)


def _whole(digits: str, tokens: list[_Token]) -> str | None:
    """The digits put into their places from the right; the first place takes all that are left."""
    places = [at for at, (kind, _) in enumerate(tokens) if kind == _DIGIT]
    if not places:
        return None if digits else "".join(text for _, text in tokens)
    commas = [at for at, (kind, _) in enumerate(tokens) if kind == ","]
    if commas and (commas[-1] > places[-1] or commas[0] < places[0]):
        return None
    out: list[str] = []
    taken = 0
    for at in reversed(range(len(tokens))):
        kind, text = tokens[at]
        if kind == ",":
            continue
        if kind != _DIGIT:
            out.append(text)
            continue
        for _ in range(max(1, len(digits)) if at == places[0] else 1):
            sign = digits[-1:] or ("0" if text == "0" else "")
            digits = digits[:-1]
            if sign and commas and taken and taken % 3 == 0:
                out.append(",")
            taken += bool(sign)
            out.append(sign)
    return "".join(reversed(out))


def _rest(digits: str, tokens: list[_Token]) -> str:
    """The digits behind the point; noughts that a `#` stands for are left away."""
    needed = max(
        (n for n, kind in enumerate([text for kind, text in tokens if kind == _DIGIT], 1) if kind == "0"), default=0
    )
    kept = digits[:needed] + digits[needed:].rstrip("0")
    signs = iter(kept)
    return "".join(next(signs, "") if kind == _DIGIT else text for kind, text in tokens)
