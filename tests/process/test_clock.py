"""The clock: real, or moved on by a file that others read too."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot import clock as clocks
from bot.clock import clock, read_moved, write_moved


def test_without_a_file_it_is_the_real_time() -> None:
    before = datetime.now(UTC)
    assert before <= clock(None).now() <= datetime.now(UTC)


def test_a_moved_clock_is_seen_by_every_reader_and_after_a_restart(tmp_path: Path) -> None:
    file = tmp_path / "sub" / "clock"
    write_moved(file, 86400)
    assert clock(file).now() - datetime.now(UTC) > timedelta(hours=23)
    assert clock(file).now() - datetime.now(UTC) > timedelta(hours=23)
    assert read_moved(file) == 86400


def test_a_running_clock_notices_that_it_was_moved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "clock"
    ticking = clock(file)
    assert ticking.now() - datetime.now(UTC) < timedelta(hours=1)
    monkeypatch.setattr(clocks, "LOOK_EVERY", 0)
    write_moved(file, 7200)
    assert ticking.now() - datetime.now(UTC) > timedelta(hours=1)


def test_a_spoilt_file_moves_nothing(tmp_path: Path) -> None:
    (tmp_path / "clock").write_text("tomorrow")
    assert read_moved(tmp_path / "clock") == 0


@pytest.mark.parametrize("content", [b"nan", b"inf", b"1e30", b"-1e12", b"\xff\xff\xff", b"tomorrow", b""])
def test_what_is_no_number_of_seconds_moves_nothing(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "clock").write_bytes(content)
    assert read_moved(tmp_path / "clock") == 0
    assert clock(tmp_path / "clock").now()


def test_a_clock_file_may_be_written_by_any_shell_and_a_folder_is_none(tmp_path: Path) -> None:
    (tmp_path / "clock").write_bytes("3600\r\n".encode("utf-16"))
    assert read_moved(tmp_path / "clock") == 3600
    assert read_moved(tmp_path) == 0
