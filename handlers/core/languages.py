"""The languages Huiyin speaks."""

from typing import Final

LANGUAGES: Final = ("en", "zh_Hans")
