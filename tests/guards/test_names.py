"""What two features must not call the same: a button's data, or a state, would be taken by the wrong one."""

from collections import Counter

from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.state import StatesGroup

from handlers import registry


def _all_below(kind: type) -> list[type]:
    """Every subclass, however deep, that this project defines."""
    children: list[type] = kind.__subclasses__()
    found = [one for child in children for one in (child, *_all_below(child))]
    return [one for one in found if one.__module__.startswith("handlers.")]


def test_no_two_buttons_carry_the_same_prefix() -> None:
    assert registry.ROUTERS
    prefixes = Counter(one.__prefix__ for one in _all_below(CallbackData))  # type: ignore[attr-defined]
    assert [prefix for prefix, count in prefixes.items() if count > 1] == []


def test_no_two_groups_of_states_have_the_same_name() -> None:
    assert registry.ROUTERS
    names = Counter(one.__name__ for one in _all_below(StatesGroup))
    assert [name for name, count in names.items() if count > 1] == []
