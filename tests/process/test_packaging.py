"""What an installed Huiyin brings along: every file beside the code that the code reads."""

import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("bot", "handlers", "storage")
MADE = {".py", ".pyc", ".mo"}
"""Code itself, and what is compiled from it and from the catalogues."""


def test_every_file_that_is_not_code_is_named_as_data_of_its_package() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    named = {
        path
        for package, patterns in project["tool"]["setuptools"]["package-data"].items()
        for pattern in patterns
        for path in ROOT.joinpath(*package.split(".")).glob(pattern)
    }
    present = [path for package in PACKAGES for path in (ROOT / package).rglob("*") if path.is_file()]
    missing = [path for path in present if path.suffix not in MADE and path not in named]
    assert named and not missing
