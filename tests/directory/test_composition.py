"""Nothing is told of a few representatives, nor can it be worked out from what is told."""

from hypothesis import given
from hypothesis import strategies as st

from handlers.core.directory.composition import guarded

LEAST = 10


def test_small_parts_are_told_together_with_enough_others() -> None:
    assert guarded([("a", 40), ("b", 20), ("c", 6), ("d", 4)], LEAST) == ([("a", 40), ("b", 20)], 10)
    assert guarded([("a", 40), ("b", 20), ("c", 3)], LEAST) == ([("a", 40)], 23)
    assert guarded([("women", 15), ("men", 20)], LEAST) == ([("women", 15), ("men", 20)], 0)
    assert guarded([("women", 6), ("men", 50)], LEAST) == ([], 0)
    assert guarded([("women", 1), ("men", 1)], LEAST) == ([], 0)


@given(st.lists(st.integers(0, 60), max_size=8))
def test_whatever_is_told_is_large_and_adds_up(counts: list[int]) -> None:
    told, others = guarded([(str(at), n) for at, n in enumerate(counts)], LEAST)
    assert all(n >= LEAST for _, n in told) and (others == 0 or others >= LEAST)
    if told:
        assert sum(n for _, n in told) + others == sum(counts)
