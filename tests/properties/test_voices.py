"""Matters, voices, suggestions and the names below them, in any order."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule, run_state_machine_as_test

from tests.properties.congress import Congress
from tests.properties.village import opened
from tests.properties.voices import Voices

WITH_SUGGESTIONS = (*Congress.CONGRESS, "writes", "opens", "adds", "merges", "separates", "withdraws", "answers")


class Neighbourhood(Voices):
    """One rule, so that all ways come together in few examples."""

    @initialize(data=st.data())
    def some_have_written(self, data: st.DataObject) -> None:
        """Before anything is made of it."""
        for _ in range(4):
            self._writes(data)
        self._opens(data)
        self._goes_public(data)

    @rule(way=st.sampled_from(Voices.VOICES), data=st.data())
    def something_happens(self, way: str, data: st.DataObject) -> None:
        """In one of the ways."""
        getattr(self, f"_{way}")(data)


class Neighbours(Congress):
    """The same, with suggestions: what is bundled in them, who signs, who hears the reply."""

    @initialize(data=st.data())
    def some_have_written(self, data: st.DataObject) -> None:
        """Before anything is made of it."""
        for _ in range(4):
            self._writes(data)
        main, other, *_ = data.draw(st.permutations([*self.wrote]))
        self._is_merged(other, main, self._clerk(data))
        self._is_opened(main, self._clerk(data))
        self._is_assigned(main, self._clerk(data))
        self._raises(data)
        self._bundles(data)

    @rule(way=st.sampled_from(WITH_SUGGESTIONS), data=st.data())
    def something_happens(self, way: str, data: st.DataObject) -> None:
        """In one of the ways."""
        getattr(self, f"_{way}")(data)


@pytest.mark.timeout(600)
@pytest.mark.parametrize("life", [Neighbourhood, Neighbours])
def test_no_order_of_voices_and_names_counts_or_tells_amiss(life: type[Voices], tmp_path: Path) -> None:
    with opened(tmp_path / "voices.sqlite3") as village:
        life.village = village
        run_state_machine_as_test(
            life,
            settings=settings(max_examples=8, stateful_step_count=60, suppress_health_check=[*HealthCheck]),
        )
