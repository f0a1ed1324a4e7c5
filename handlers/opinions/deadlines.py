"""When somebody should have acted. Each number with where it comes from; days are counted in `handlers.calendar`."""

from datetime import timedelta

from storage.vocabulary import Stage

WORKING_DAYS = {
    Stage.SUBMITTED: 2,  # screening: design default; WriteToThem lets a new message wait 1 day for a look
    Stage.ASSIGNED: 5,  # first response: 5 working days to assign a suggestion (city measures, fymate 16888405)
    Stage.WAITING: 10,  # the constituent's answer to a question: design default
}
"""Working days until whoever has an opinion at this stage should have moved it on."""

WAITING_REMINDERS = (3, 7)
"""Working days after a question at which the constituent is reminded of it."""
RATING_REMINDER = timedelta(days=7)
"""After an answer that was not rated: asked once more. WriteToThem asks once more after 7 days too."""
RATING_WINDOW = timedelta(days=14)
"""After this, silence closes."""
