"""Signs that nobody sees: taken out of what is shown, so that a line stays whole and reads in its own direction. Pure.

What shapes the letters beside it (joiners, the looks of emoji) stays where it stands between signs that are seen.
"""

import re
import unicodedata

TURNING = "\u202a-\u202e\u2066-\u2069"
"""Embeddings, overrides and isolates: they turn round what comes after them, up to the end of the line."""
HIDDEN = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u2060-\u2065\u206a-\u206f"
    "\u2800\u3164\ufeff\uffa0\ufff0-\ufffb"
)
"""Marks and fillers without a shape."""
CONTROL = "\x00-\x08\x0b-\x1f\x7f-\x9f"
LINES = "\u0085\u2028\u2029"
JOINING = "\u200c\u200d\ufe00-\ufe0f\U000e0020-\U000e007f\U000e0100-\U000e01ef"
"""Seen in what they join only."""
_OUT = re.compile(f"[{CONTROL}{TURNING}{HIDDEN}{LINES}]")
_UNSEEN = re.compile(f"[\\s{CONTROL}{TURNING}{HIDDEN}{LINES}{JOINING}]+")
_STACK = re.compile("[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{4,}")
"""Accents piled up until they cover the lines above."""
_FROM_THE_RIGHT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]")
_LETTERS_FROM_THE_RIGHT = ("R", "AL", "AN")
ISOLATE, ISOLATED = "\u2068", "\u2069"


def is_seen(text: str) -> bool:
    """True if anything of the text can be seen."""
    return _UNSEEN.fullmatch(text) is None if text else False


def seen(text: str) -> str:
    """The text without what cannot be seen; breaks of lines stay."""
    if text.isascii() and text.isprintable():
        return text
    return _STACK.sub(lambda stack: stack[0][:3], _OUT.sub(_left, text))


def _left(sign: re.Match[str]) -> str:
    return "\n" if sign[0] in "\r\u0085\u2028\u2029" and sign.string[sign.end() : sign.end() + 1] != "\n" else ""


def apart(text: str) -> str:
    """The text set apart, so that letters written from the right do not turn round what stands beside it in a line."""
    if _FROM_THE_RIGHT.search(text) is None:
        return text
    if any(unicodedata.bidirectional(letter) in _LETTERS_FROM_THE_RIGHT for letter in text):
        return f"{ISOLATE}{text}{ISOLATED}"
    return text
