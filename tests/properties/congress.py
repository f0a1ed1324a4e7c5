"""Representatives raise what neighbours wrote: write, sign, hand in, hear the reply, in any order."""

from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import invariant

from handlers.conversation.outgoing import Outgoing
from handlers.core.errors import Refusal
from handlers.core.suggestions.actions import office, rating, signing, unit, writing
from handlers.core.suggestions.errors import NamesMissing, OtherTextNow
from storage.models.suggestions import Suggestion
from storage.suggestion_vocabulary import SuggestionKind, SuggestionPart, SuggestionStage
from storage.vocabulary import Outcome, Satisfaction, Stage
from tests.properties.voices import Voices

S, K = SuggestionStage, SuggestionKind
NEEDED = {K.SUGGESTION: 1, K.MOTION: 5}
"""Names in a township."""
WRITTEN = (S.DRAFT, S.RETURNED)
SAID = {
    SuggestionPart.TITLE: "Street lamps for the school road",
    SuggestionPart.MATTER: "On the school road eleven of fourteen lamps have been dark since March",
    SuggestionPart.REASONS: "The village has no budget for lamps, and two accidents happened this winter",
    SuggestionPart.PROPOSAL: "The Power Bureau replaces eleven lamps between bridge and school by September",
}


SUGGESTIONS = 3


@dataclass
class Raised:
    """A suggestion, as those concerned know it."""

    id: int
    kind: SuggestionKind = K.SUGGESTION
    text: int = 0
    """Number of what it says now; no text has that of an earlier one."""
    signed: dict[int, int] = field(default_factory=dict)
    """Colleagues who signed, each with what they had read."""
    asked: set[int] = field(default_factory=set)
    """Colleagues who are named, whether they signed or not."""
    names: set[int] = field(default_factory=set)
    """With whose names it was handed in the last time, the lead's too."""
    stage: SuggestionStage = S.DRAFT
    round: int = 1
    given: dict[int, Satisfaction] = field(default_factory=dict)
    """What those who signed think of the reply."""


class Congress(Voices):
    """Suggestions beside matters."""

    CONGRESS = ("goes_on", "goes_on", "goes_on", "goes_on", "bundles", "bundles", "says_it_otherwise", "asks", "signs",
                "takes_back_name", "asks_anew", "hands_in", "decides", "handles", "judges", "waits_no_longer",
                "raises")  # fmt: skip

    def __init__(self) -> None:
        super().__init__()
        self.raised: list[Raised] = []
        self.lead, self.leads = self.village.colleagues[0]

    def _on(self, person: int, act: Callable[..., Awaitable[Any]], one: Raised, *given: Any) -> Refusal | None:
        """At the version that stands now."""
        return self._by(person, act, one.id, self._row(one)["version"], *given)[1]

    def _row(self, one: Raised) -> Any:
        return self.village.rows("SELECT * FROM suggestion WHERE id = ?", one.id)[0]

    def _one(self, data: st.DataObject, *stages: SuggestionStage) -> Any:
        return self._pick(data, (one for one in self.raised if not stages or one.stage in stages))

    def _raises(self, data: st.DataObject) -> None:
        """One is begun and written; a few are enough."""
        if len(self.raised) == SUGGESTIONS:
            return
        begun, refusal = self._by(self.leads, writing.begin, self.lead)
        assert refusal is None
        one = Raised(begun.id)
        for part, words in SAID.items():
            assert self._writes_part(one, part, words) is None
        self.raised.append(one)
        if data.draw(st.booleans()):
            self._makes_motion(one, K.MOTION)

    def _goes_on(self, data: st.DataObject) -> None:
        """The usual next step, so that some come far."""
        one = self._one(data, *(stage for stage in S if stage not in (S.CLOSED, S.DECLINED, S.WITHDRAWN)))
        if one is None:
            return
        if one.stage in WRITTEN and len(self._names(one)) < NEEDED[one.kind]:
            self._asked(one, self.village.colleagues[1:])
            self._sign(one, self.village.colleagues[1:], old=False)
        elif one.stage in WRITTEN:
            if data.draw(st.booleans()):
                self._signed_and_changed(one)
            self._handed_in(one)
        elif one.stage in (S.HANDED_IN, S.ACCEPTED):
            self._decided(one, self._clerk(data), office.accept)
        elif one.stage is S.ASSIGNED:
            self._handled(one)
        else:
            thinks = data.draw(st.sampled_from((Satisfaction.SATISFIED, Satisfaction.DISSATISFIED)))
            for each in self.village.colleagues:
                self._judged(one, *each, thinks)

    def _signed_and_changed(self, one: Raised) -> None:
        """All sign, and then it says something else."""
        self._asked(one, self.village.colleagues[1:])
        self._sign(one, self.village.colleagues[1:], old=False)
        part = SuggestionPart.REASONS
        assert self._writes_part(one, part, SAID[part]) is None

    def _names(self, one: Raised) -> set[int]:
        """Those who read this very text and signed it; its lead does so by handing it in."""
        return {self.lead, *(each for each, text in one.signed.items() if text == one.text)}

    def _writes_part(self, one: Raised, part: SuggestionPart, words: str) -> Refusal | None:
        number, before = self._next(), self._row(one)["edition"]

        async def write(post: Outgoing) -> Any:
            by = await self._as(post.session, self.leads)
            return await writing.write(post, by, one.id, part, f"{words} {number}", anew=True)

        refusal = self._does(write)[1]
        if refusal is None:
            one.text = number
            assert self._row(one)["edition"] > before
        return refusal

    def _makes_motion(self, one: Raised, kind: SuggestionKind) -> None:
        if one.kind is not kind and self._by(self.leads, writing.set_kind, one.id, kind)[1] is None:
            one.kind, one.text = kind, self._next()

    def _says_it_otherwise(self, data: st.DataObject) -> None:
        """Whoever signed has not read this."""
        one = self._one(data)
        if one is None:
            return
        if data.draw(st.integers(0, 3)) == 0 and one.stage in WRITTEN:
            self._makes_motion(one, data.draw(st.sampled_from(K)))
            return
        part = data.draw(st.sampled_from([*SAID]))
        assert (self._writes_part(one, part, SAID[part]) is None) == (one.stage in WRITTEN)

    def _asks(self, data: st.DataObject) -> None:
        one = self._one(data, *WRITTEN)
        if one is None:
            return
        self._asked(one, self.village.colleagues[1 : data.draw(st.integers(2, 6))])

    def _asked(self, one: Raised, colleagues: Sequence[tuple[int, int]]) -> None:
        for representative, _ in colleagues:
            refusal = self._by(self.leads, signing.invite, one.id, representative)[1]
            assert (refusal is None) == (representative not in one.asked)
            one.asked.add(representative)

    def _signs(self, data: st.DataObject) -> None:
        """Some sign what stands there now, or try to sign what they read once."""
        one = self._one(data)
        if one is None:
            return
        old = data.draw(st.integers(0, 4)) == 0
        self._sign(one, self.village.colleagues[data.draw(st.integers(1, 4)) :], old=old)

    def _sign(self, one: Raised, colleagues: Sequence[tuple[int, int]], *, old: bool) -> None:
        for representative, person in colleagues:
            edition = self._row(one)["edition"] - (1 if old else 0)
            refusal = self._by(person, signing.sign, one.id, edition)[1]
            may = representative in one.asked and one.stage in WRITTEN
            assert (refusal is None) == (may and not old)
            if refusal is None:
                one.signed[representative] = one.text
            elif may:
                assert isinstance(refusal, OtherTextNow)

    def _takes_back_name(self, data: st.DataObject) -> None:
        one, (representative, person) = self._one(data), data.draw(st.sampled_from(self.village.colleagues[1:]))
        if one is None:
            return
        if data.draw(st.booleans()):
            done = self._by(person, signing.refuse_to_sign, one.id)[1] is None
        else:
            done = self._by(self.leads, signing.uninvite, one.id, representative)[1] is None
            one.asked -= {representative} if done else set()
        if done:
            one.signed.pop(representative, None)

    def _asks_anew(self, data: st.DataObject) -> None:
        one = self._one(data, *WRITTEN)
        if one is not None and self._by(self.leads, signing.ask_anew, one.id)[1] is None:
            one.signed = {each: text for each, text in one.signed.items() if text == one.text}

    def _bundles(self, data: st.DataObject) -> None:
        """An opinion that the lead has, and perhaps the matter that groups it."""
        one, rows = self._one(data, *WRITTEN), self._opinions()
        opinion = self._pick(data, (number for number, row in rows.items() if row["representative_id"] == self.lead))
        if one is None or opinion is None:
            return
        assert self._by(self.leads, writing.bundle, one.id, opinion)[1] is None
        matter = self._within().get(opinion)
        if matter is not None and data.draw(st.booleans()):
            assert self._by(self.leads, writing.bundle_matter, one.id, matter)[1] is None

    def _bundled(self, one: Raised) -> set[int]:
        by_matter = (
            "SELECT opinion_id FROM matter_opinion JOIN suggestion_matter USING (matter_id) WHERE suggestion_id = ?"
        )
        linked = "SELECT opinion_id FROM suggestion_opinion WHERE suggestion_id = ?"
        return {row[0] for question in (by_matter, linked) for row in self.village.rows(question, one.id)}

    def _hands_in(self, data: st.DataObject) -> None:
        """With the names of those who read this very text, and never with too few."""
        one = self._one(data)
        if one is not None:
            self._handed_in(one)

    def _handed_in(self, one: Raised) -> None:
        names = self._names(one)
        refusal = self._on(self.leads, signing.hand_in, one)
        enough = len(names) >= NEEDED[one.kind]
        assert (refusal is None) == (enough and one.stage in WRITTEN)
        if refusal is None:
            one.stage, one.names, one.asked = S.HANDED_IN, names, names - {self.lead}
            one.signed = dict.fromkeys(one.asked, one.text)
        elif one.stage in WRITTEN:
            assert isinstance(refusal, NamesMissing)

    def _decides(self, data: st.DataObject) -> None:
        """The office takes it and assigns it; or not."""
        one, clerk = self._one(data, S.HANDED_IN, S.ACCEPTED), self._clerk(data)
        if one is not None:
            acts: tuple[Callable[..., Awaitable[Any]], ...]
            acts = (office.accept, office.accept, office.give_back, office.decline)
            self._decided(one, clerk, data.draw(st.sampled_from(acts)))

    def _decided(self, one: Raised, clerk: int, act: Callable[..., Awaitable[Any]]) -> None:
        if one.stage is S.ACCEPTED:
            assert self._on(clerk, office.assign, one, self.village.furniture.units["Power"], []) is None
            one.stage = S.ASSIGNED
            return
        assert self._on(clerk, act, one, *(() if act is office.accept else ("why",))) is None
        one.stage = {office.accept: S.ACCEPTED, office.give_back: S.RETURNED, office.decline: S.DECLINED}[act]

    def _handles(self, data: st.DataObject) -> None:
        """The unit replies: all who signed read it, and every author whose opinion is in it, once for each."""
        one = self._one(data, S.ASSIGNED)
        if one is not None:
            self._handled(one)

    def _handled(self, one: Raised) -> None:
        bundled, before, said = self._bundled(one), self._opinions(), f"reply{self._next()}."
        assert self._on(self.village.officer, unit.reply, one, Outcome.A, None, said) is None
        one.stage, one.given = S.REPLIED, {}
        after = self._opinions()
        along = {
            number
            for number, row in before.items()
            if row["merged_into_id"] in bundled and after[number]["stage"] != Stage.MERGED
        }
        concerned = {number for number in bundled if before[number]["stage"] != Stage.WITHDRAWN}
        self._each_is_told(concerned | along, said)
        acting = {self._chat(person) for number, person in self.village.colleagues if number in one.names}
        told = Counter(call.chat_id for call in self.calls if said in call.payload and call.opinion_id is None)
        assert told == Counter(acting), "each who signed reads the reply"

    def _chat(self, person: int) -> int:
        number: int = self.village.rows("SELECT chat_id FROM person WHERE id = ?", person)[0][0]
        return number

    def _judges(self, data: st.DataObject) -> None:
        """Those who signed, and nobody else, say what they think, each once."""
        one, whose = self._one(data, S.REPLIED), data.draw(st.sampled_from(self.village.colleagues))
        thinks = data.draw(st.sampled_from((Satisfaction.SATISFIED, Satisfaction.DISSATISFIED)))
        if one is not None:
            self._judged(one, *whose, thinks)

    def _judged(self, one: Raised, representative: int, person: int, thinks: Satisfaction) -> None:
        refusal = self._by(person, rating.rate, one.id, one.round, thinks, "why")[1]
        asked = one.names - {*one.given} if one.stage is S.REPLIED else set()
        assert (refusal is None) == (representative in asked)
        if refusal is None:
            one.given[representative] = thinks
            self._goes_on_after(one, over=len(one.given) == len(one.names))

    def _goes_on_after(self, one: Raised, *, over: bool) -> None:
        """A second handling where somebody is not satisfied, and no third."""
        if not over:
            return
        if Satisfaction.DISSATISFIED in one.given.values() and one.round == 1:
            one.stage, one.round = S.ASSIGNED, 2
        else:
            one.stage = S.CLOSED

    def _waits_no_longer(self, data: st.DataObject) -> None:
        """Silence is taken for an opinion once the days for it have passed."""
        one = self._one(data, S.REPLIED)
        if one is None:
            return
        self._time_passes(24 * 30)

        async def over(post: Outgoing) -> None:
            await rating.time_is_over(post, await post.session.get_one(Suggestion, one.id))

        assert self._does(over)[1] is None
        self._goes_on_after(one, over=True)

    @invariant()
    def no_name_stands_below_what_was_not_read(self) -> None:
        """What was handed in has enough names, each of somebody who signed this very text."""
        for one in self.raised:
            row = self._row(one)
            assert (row["stage"], row["round"], row["kind"]) == (one.stage, one.round, one.kind)
            if one.stage in WRITTEN:
                continue
            found = self.village.rows("SELECT * FROM suggestion_signature WHERE suggestion_id = ?", one.id)
            assert {each["representative_id"] for each in found} == one.names
            assert {each["edition"] for each in found} == {row["edition"]}
            assert len(found) >= NEEDED[one.kind]
