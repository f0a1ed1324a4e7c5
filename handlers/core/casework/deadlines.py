"""Numbers about deadlines that are no clocks; the clocks are the county's policy, `handlers.core.casework.policy`."""

from collections.abc import Mapping

from handlers.core.casework.policy import Interval
from storage.vocabulary import Action

UNIT_REPLY: Mapping[Action, Interval] = {
    Action.REFER: Interval.UNIT_REPLY,
    Action.SEND_BACK: Interval.UNIT_REPLY_AGAIN,
    Action.REFUTE: Interval.UNIT_REPLY_AGAIN,
}
"""Interval until the unit should have replied, by how the opinion came to it. Once accepted, it falls due then. In a
second handling it is the least that a unit has: the answer is due when the handling's own clock says."""

EXTENSION_OFFERED = (3, 5, 10)
"""Working days more that have a key (our own choice), counted from the due day or, once it is over, from today."""
EXTENSIONS = 1
"""So often a clock is extended on request (provincial measures, fymate 16870457, know one extension). What a unit
accepts has a new clock."""
EXTENSIONS_IN_ALL = 2
"""So often a clock is extended in all: a second time staff extend it by themselves (our own choice)."""

MOVES_ALONE = 1
"""So often a unit moves its promised day by itself; after that staff decide, as they do on a second extension."""
STEPS = 5
"""So many steps lead to what is promised, at most."""
