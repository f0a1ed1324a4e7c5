"""Whoever must act on a suggestion is reminded; once the time for opinions on a reply is over, it goes on."""

from handlers.conversation.outgoing import Outgoing
from handlers.conversation.screen import Button, Screen
from handlers.conversation.texts import N_, join
from handlers.core.reminders import rules
from handlers.core.suggestions.actions import rating
from handlers.core.workdays.days import calendar
from handlers.notifications import deduplication
from handlers.notifications.deduplication import About
from handlers.notifications.suggestion_readers import office, officers
from handlers.presentation.callbacks import OpenSuggestion
from handlers.presentation.due_days import promised
from handlers.presentation.status_icon import light
from handlers.presentation.suggestions.names import called
from storage.models.opinions import Due
from storage.models.people import Person
from storage.models.suggestions import Suggestion
from storage.queries import people
from storage.queries import suggestions as kept
from storage.suggestion_vocabulary import SuggestionStage

S = SuggestionStage
KIND = "suggestion"
JUDGED = (S.REPLIED, S.REPORTED)
"""Stages at which those who signed have the word, and silence lets it go on."""
SAID = {
    S.HANDED_IN: N_("{suggestion} waits for your decision, due {day}."),
    S.ACCEPTED: N_("{suggestion} waits to be assigned, due {day}."),
    S.ASSIGNED: N_("Your reply to {suggestion} is due {day}."),
    S.REPLIED: N_("Please say by {day} what you think of the reply to {suggestion}."),
    S.REPORTED: N_("Please say by {day} whether what was promised for {suggestion} is really done."),
}
LATE = {
    S.HANDED_IN: N_("{suggestion} has waited for your decision since {day}."),
    S.ACCEPTED: N_("{suggestion} should have been assigned by {day}."),
    S.ASSIGNED: N_("Your reply to {suggestion} was due {day}."),
    S.REPLIED: N_("Opinions on the reply to {suggestion} were due {day}."),
    S.REPORTED: N_("Whether what was promised for {suggestion} is done was to be said by {day}."),
}


async def tick(out: Outgoing, thing: Due) -> None:
    """Its day is near, or has passed: who has to act is reminded; looked at again at the next occasion."""
    one = await kept.locked(out.session, thing.subject_id or 0)
    if one is None or one.due_at is None or one.stage not in SAID or await deduplication.put_off(out, thing):
        return
    days = await calendar(out)
    occasion = rules.newest(one.stage_since, one.due_at, days, out.now)
    late = one.due_at < out.now
    over = one.stage in JUDGED and late
    if occasion is not None and not over:
        about = About(KIND, f"suggestion:{one.id}", f"{one.version}:{occasion.name}")
        for person in await _who(out, one):
            t = out.t(person)
            said = promised(t, one.due_at, days, out.now, SAID[one.stage], LATE[one.stage], suggestion=called(t, one))
            key = Button(t("Open"), OpenSuggestion(suggestion=one.id))
            text = join([light(one.due_at, out.now, days), said], " ")
            await deduplication.remind(out, person, about, Screen(text, [[key]]))
    if not over:
        deduplication.again(thing, rules.upcoming(one.stage_since, one.due_at, days, out.now).at)


async def _who(out: Outgoing, one: Suggestion) -> list[Person]:
    """Those whose turn it is."""
    if one.stage is S.ASSIGNED:
        return await officers(out, [one.unit_id])
    if one.stage not in JUDGED:
        return await office(out)
    words = await (kept.ratings if one.stage is S.REPLIED else kept.words_on)(out.session, one.id)
    said = {each.representative_id for each in words if each.round == one.round}
    silent = [each.representative_id for each in one.signatures if each.representative_id not in said]
    return [person for number in silent for person in await people.acting_for(out.session, number)]


async def over(out: Outgoing, thing: Due) -> None:
    """The time for opinions has passed: closed, or handled again where somebody was dissatisfied."""
    one = await kept.locked(out.session, thing.subject_id or 0)
    if one is not None:
        await rating.time_is_over(out, one)
