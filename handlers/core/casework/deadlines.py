"""Deadlines, each number with its source; days are counted in `handlers.core.workdays`."""

from collections.abc import Mapping
from datetime import timedelta

from storage.stages import STAGES
from storage.vocabulary import Action, Stage

WORKING_DAYS: Mapping[Stage, int] = {
    stage: facts.working_days for stage, facts in STAGES.items() if facts.working_days is not None
}
"""Working days until whoever has an opinion at this stage should have moved it on."""

UNIT_REPLY = {
    Action.REFER: 15,  # from the referral: design default; 3 months are for formal suggestions (provincial measures)
    Action.SEND_BACK: 10,  # a second reply: 1 or 2 months after the first for formal suggestions (two local measures),
    # so shorter than the first
}
"""Working days until the unit should have replied, by how the opinion came to it. Once accepted, it falls due then."""

EXTENSION_OFFERED = (3, 5, 10)
"""Working days more that have a key (our own choice), counted from the due day or, once it is over, from today."""
EXTENSION_LONGEST = 15
"""Working days more at most: as long again as the longest clock, a unit's reply. A formal suggestion's 3 months become
at most 6, with the consent of who assigned it (provincial measures, fymate 16870457)."""
EXTENSIONS = 1
"""So often a clock is extended: the same measures know one extension. What a unit accepts has a new clock."""
EXTENSION_DECISION = 2
"""Working days after which staff are reminded of a request for more time: as long as for screening."""

WAITING_REMINDER = 5
"""Working days after a question at which the constituent is reminded of it: once, half-way (our own choice;
no rule says). A second one reads as pressure on somebody who owes nothing."""
RATING_REMINDER = timedelta(days=7)
"""After an answer that was not rated: asked once more. WriteToThem asks once more after 7 days too."""
RATING_WINDOW = timedelta(days=14)
"""After this, silence closes: design default."""
