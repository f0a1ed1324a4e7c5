"""References as people type them. Pure."""

import re
import unicodedata
from collections.abc import Sequence

_TYPED = re.compile(r"(?:#|no\.?|编号)?\s*(?:([a-z]+)[\s-]*)?(?:(\d{4})[\s-]+)?(\d{1,9})", re.IGNORECASE)


def meant(typed: str, prefix: str, years: Sequence[int]) -> list[str]:
    """The references that somebody may mean: of the year they name, else of each of these years, the newest first.

    `TC-2026-000123`, `2026-123`, `tc 2026 123`, `#123` and `123` are understood; anything else gives none.
    """
    found = _TYPED.fullmatch(unicodedata.normalize("NFKC", typed).replace("–", "-").strip())
    if found is None:
        return []
    letters, year, number = found.groups()
    if letters and not year:
        return []
    named = [int(year)] if year else sorted(years, reverse=True)
    return [f"{letters.upper() if letters else prefix}-{one}-{int(number):06d}" for one in named]
