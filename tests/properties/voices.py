"""Neighbours write, staff merge and group what they wrote, make a matter public and tell of it, in any order.

What must be so is said here of people and of words; how it is kept is left to what is tested.
"""

from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st
from hypothesis.stateful import invariant

from handlers.conversation.outgoing import Outgoing
from handlers.core.casework import transitions
from handlers.core.casework.actions import constituent, representative
from handlers.core.casework.actions import staff as screening
from handlers.core.casework.content import NewOpinion, Said
from handlers.core.errors import Refusal
from handlers.core.matters import access
from handlers.core.matters.actions import constituent as voices
from handlers.core.matters.actions import staff
from handlers.core.matters.errors import MatterNotFound, WroteItThemselves
from handlers.core.matters.rules import MatterAction
from handlers.core.unit_of_work import County
from handlers.presentation import matters as words
from storage.matter_vocabulary import MatterNewsKind, MatterState
from storage.models.people import Person
from storage.vocabulary import Stage
from tests.properties.acting import Acting, Shown
from tests.properties.village import FIRST_CHAT, NEIGHBOURS

WORDS: Mapping[MatterAction, Callable[..., Awaitable[Any]]] = {
    MatterAction.WRITE: staff.write,
    MatterAction.HAND_OVER: staff.hand_over,
    MatterAction.GIVE_BACK: staff.give_back,
    MatterAction.RELEASE: staff.release,
    MatterAction.WITHDRAW: staff.withdraw,
}


USUAL = {
    MatterState.DRAFT: MatterAction.HAND_OVER,
    MatterState.TO_CHECK: MatterAction.RELEASE,
    MatterState.RELEASED: MatterAction.WITHDRAW,
}
"""The way to what is public, and back; what is not written is written first."""


class Voices(Acting):
    """What people do with them."""

    VOICES = ("writes", "opens", "adds", "takes_out", "merges", "separates", "withdraws", "answers", "goes_public",
              "moves_words", "endorses", "endorses", "stops", "says_more", "tells")  # fmt: skip

    def _writes(self, data: st.DataObject) -> None:
        """A neighbour writes."""
        neighbour, number = data.draw(st.integers(0, NEIGHBOURS - 1)), self._next()
        place = self.village.furniture

        async def submit(post: Outgoing) -> int:
            person = await post.session.get_one(Person, self.village.neighbours[neighbour])
            text = f"The lamp at the bridge is dark, secret{neighbour}x"
            new = NewOpinion(f"v{number}", [Said(text)], None, place.areas["Jiufang"], place.stations["Maishi"], None,
                             anonymous=number % 2 == 0)  # fmt: skip
            return (await transitions.submit(post, person, new))[0].id

        self.wrote[self._does(submit)[0]] = neighbour

    def _clerk(self, data: st.DataObject) -> int:
        return self.village.clerks[data.draw(st.integers(0, 1))]

    def _opens(self, data: st.DataObject) -> None:
        """A matter is opened with an opinion in it."""
        opinion = self._pick(data, self.wrote)
        if opinion is not None:
            self._is_opened(opinion, self._clerk(data))

    def _is_opened(self, opinion: int, clerk: int) -> None:
        number, taken = self._next(), opinion in self._within()
        matter, refusal = self._by(clerk, staff.open_, opinion, f"draft{number}x")
        assert (refusal is not None) == taken, "each is in one matter at most"
        if refusal is None:
            self.matters.append(Shown(matter.id, writer=clerk, said=number))
            self._came(opinion, matter.id)

    def _adds(self, data: st.DataObject) -> None:
        opinion, matter = self._pick(data, self.wrote), self._pick(data, self.matters)
        if matter is None:
            return
        taken = opinion in self._within()
        refusal = self._by(self._clerk(data), staff.add, matter.id, opinion)[1]
        assert (refusal is not None) == taken, "each is in one matter at most"
        if refusal is None:
            self._came(opinion, matter.id)

    def _came(self, opinion: int, matter: int) -> None:
        """Staff put it there, and what is merged into it goes along."""
        self.put[opinion] = matter
        self.apart -= {opinion, *self._merged_into(opinion)}
        main = self._opinions()[opinion]["merged_into_id"]
        if main is not None and main not in self._within():
            self.apart.add(opinion)

    def _merged_into(self, opinion: int) -> set[int]:
        return {one for one, row in self._opinions().items() if row["merged_into_id"] == opinion}

    def _takes_out(self, data: st.DataObject) -> None:
        opinion = self._pick(data, self._within())
        if opinion is None:
            return
        before = self._within()
        refusal = self._by(self._clerk(data), staff.take_out, before[opinion], opinion)[1]
        assert refusal is None
        gone = {*before} - {*self._within()}
        assert opinion in gone
        for one in gone:
            assert one == opinion or one not in self.put, "what staff put there by itself stays"
            self.put.pop(one, None)
        self._stand_apart(gone)

    def _stand_apart(self, gone: set[int]) -> None:
        rows = self._opinions()
        self.apart |= {one for one, row in rows.items() if one in gone or row["merged_into_id"] in gone}

    def _merges(self, data: st.DataObject) -> None:
        rows = self._opinions()
        opinion = self._pick(
            data, (one for one, row in rows.items() if row["stage"] in (Stage.SUBMITTED, Stage.ASSIGNED))
        )
        main = self._pick(data, (one for one in rows if one != opinion))
        if opinion is not None and main is not None:
            self._is_merged(opinion, main, self._clerk(data))

    def _is_merged(self, opinion: int, main: int, clerk: int) -> None:
        along, others, before = self._merged_into(opinion), self._merged_into(main), self._within()
        if self._on_opinion(clerk, screening.merge, opinion, main) is None:
            self.apart -= {opinion, *along}
            if main not in before and main in self._within():
                self.apart -= others

    def _separates(self, data: st.DataObject) -> None:
        """Merged by mistake: what came into a matter through that is in none any more."""
        rows, before = self._opinions(), self._within()
        opinion = self._pick(data, (one for one, row in rows.items() if row["stage"] == Stage.MERGED))
        if opinion is None:
            return
        assert self._on_opinion(self._clerk(data), screening.separate, opinion) is None
        after = self._within()
        assert (opinion in after) == (opinion in self.put), "what came by the merge goes with it"
        self.apart.discard(opinion)
        self._stand_apart({*before} - {*after})

    def _withdraws(self, data: st.DataObject) -> None:
        opinion = self._pick(data, self.wrote)
        if opinion is not None:
            before, merged = self._within(), self._merged()
            self._on_opinion(self.village.neighbours[self.wrote[opinion]], constituent.withdraw, opinion)
            assert self._within() == before, "it was written all the same"
            self._stay_by_themselves(merged)

    def _merged(self) -> dict[int, int]:
        return {one: row["merged_into_id"] for one, row in self._opinions().items() if row["stage"] == Stage.MERGED}

    def _stay_by_themselves(self, merged: Mapping[int, int]) -> None:
        """What is merged no longer, and was so rightly, is in its matter as if staff had put it there; its main too."""
        within, now = self._within(), self._merged()
        for pair in ((one, main) for one, main in merged.items() if one not in now):
            self.put |= {one: within[one] for one in pair if one in within}

    def _answers(self, data: st.DataObject) -> None:
        """The representative has it, and answers; so is whoever is merged into it, once."""
        opinion, clerk = self._pick(data, self.wrote), self._clerk(data)
        if opinion is None:
            return
        _, person = self.village.colleagues[0]
        self._is_assigned(opinion, clerk)
        if data.draw(st.booleans()):
            along, merged, answer = self._merged_into(opinion), self._merged(), f"answer{self._next()}."
            if self._on_opinion(person, representative.reply, opinion, [Said(answer)]) is None:
                self._each_is_told({opinion, *along}, answer)
            self._stay_by_themselves(merged)

    def _is_assigned(self, opinion: int, clerk: int) -> None:
        self._on_opinion(clerk, screening.assign, opinion, self.village.colleagues[0][0])

    def _each_is_told(self, opinions: set[int], answer: str) -> None:
        """Each author reads it once for each of their opinions, and nobody else does."""
        told = Counter(call.opinion_id for call in self.calls if self._neighbour(call) and answer in call.payload)
        assert told == Counter(opinions), "each opinion gets the answer once"

    def _moves_words(self, data: st.DataObject) -> None:
        """What is public of a matter is written, checked by somebody else, and shown; or taken back."""
        one = self._pick(data, self.matters)
        if one is not None:
            self._acts(one, self._clerk(data), data.draw(st.sampled_from([self._usual(one), *MatterAction])))

    def _goes_public(self, data: st.DataObject) -> None:
        """All steps that are still to be taken, the last by whoever did not write it."""
        one = self._pick(data, self.matters)
        while one is not None and one.state is not MatterState.RELEASED:
            act = self._usual(one)
            if act is MatterAction.RELEASE:
                assert not self._acts(one, one.writer, act), "who wrote it released it"
            clerk = next(each for each in self.village.clerks if act is MatterAction.WRITE or each != one.writer)
            assert self._acts(one, clerk, act), "the usual way is open"

    def _usual(self, one: Shown) -> MatterAction:
        is_written = one.said in one.written and one.state is not MatterState.WITHDRAWN
        return USUAL[one.state] if is_written else MatterAction.WRITE

    def _acts(self, one: Shown, clerk: int, act: MatterAction) -> bool:
        """True if it was done."""
        number = self._next()
        version = self.village.rows("SELECT version FROM matter WHERE id = ?", one.id)[0]["version"]
        given = {MatterAction.WRITE: (f"draft{number}x", f"summary draft{number}x"), MatterAction.GIVE_BACK: ("why",)}
        if self._by(clerk, WORDS[act], one.id, version, *given.get(act, ()))[1] is not None:
            return False
        match act:
            case MatterAction.WRITE:
                one.state, one.writer, one.said = MatterState.DRAFT, clerk, number
                one.written.add(number)
            case MatterAction.HAND_OVER:
                one.state = MatterState.TO_CHECK
            case MatterAction.RELEASE:
                assert one.state is MatterState.TO_CHECK, "nobody handed it over"
                assert clerk != one.writer, "who wrote it released it"
                one.state = MatterState.RELEASED
                one.public.add(one.said)
            case MatterAction.GIVE_BACK:
                one.state = MatterState.DRAFT
            case MatterAction.WITHDRAW:
                one.state = MatterState.WITHDRAWN
        return True

    def _seen(self, data: st.DataObject) -> Any:
        """A matter, a public one more often."""
        public = [one for one in self.matters if one.state is MatterState.RELEASED]
        return self._pick(data, [*self.matters, *public, *public])

    def _endorses(self, data: st.DataObject) -> None:
        """Some add their voice; who wrote about it counts already."""
        one, first = self._seen(data), data.draw(st.integers(0, NEIGHBOURS - 1))
        for neighbour in range(first, NEIGHBOURS) if one is not None else ():
            said = [Said(f"said{neighbour}x")]
            refusal = self._by(self.village.neighbours[neighbour], voices.endorse, one.id, said)[1]
            expected: type[Refusal] | None = None
            if one.state is not MatterState.RELEASED:
                expected = MatterNotFound
            elif neighbour not in one.follows and neighbour in self._authors(one.id):
                expected = WroteItThemselves
            assert type(refusal) is (expected or type(None))
            if refusal is None:
                one.follows[neighbour] = True

    def _authors(self, matter: int) -> set[int]:
        return {self.wrote[opinion] for opinion, of in self._within().items() if of == matter}

    def _stops(self, data: st.DataObject) -> None:
        one = self._pick(data, (each for each in self.matters if each.follows))
        if one is not None:
            neighbour = self._pick(data, one.follows)
            assert self._by(self.village.neighbours[neighbour], voices.unfollow, one.id)[1] is None
            one.follows[neighbour] = False

    def _says_more(self, data: st.DataObject) -> None:
        one, neighbour = self._seen(data), data.draw(st.integers(0, NEIGHBOURS - 1))
        if one is not None:
            said = [Said(f"and said{neighbour}x")]
            refusal = self._by(self.village.neighbours[neighbour], voices.say, one.id, said)[1]
            heard = one.state is MatterState.RELEASED and neighbour in one.follows
            assert (refusal is None) == heard

    def _tells(self, data: st.DataObject) -> None:
        """Whoever follows it is told once, in the staff's words, and nobody else."""
        one, number = self._seen(data), self._next()
        if one is None:
            return
        version = self.village.rows("SELECT version FROM matter WHERE id = ?", one.id)[0]["version"]
        kind = data.draw(st.sampled_from([MatterNewsKind.ANSWER, MatterNewsKind.DONE]))
        refusal = self._by(self._clerk(data), staff.tell, one.id, version, kind, f"news{number}.", None)[1]
        assert (refusal is None) == (one.state is MatterState.RELEASED)
        told = Counter(call.chat_id - FIRST_CHAT for call in self.calls if f"news{number}." in call.payload)
        assert told == Counter(each for each, follows in one.follows.items() if follows and refusal is None)

    def _time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @invariant()
    def a_voice_is_a_person(self) -> None:
        """However often somebody wrote, and whether they endorsed too."""
        within = Counter(self._within().values())
        for one in self.matters:
            row = self.village.rows("SELECT * FROM matter WHERE id = ?", one.id)[0]
            assert row["opinions"] == within[one.id]
            assert row["endorsements"] == len(one.follows)
            assert row["people"] == len(self._authors(one.id) | {*one.follows})
            assert row["state"] == one.state

    @invariant()
    def what_is_handled_together_is_in_a_matter_together(self) -> None:
        """Unless staff took one of them out; and what they put somewhere stays there."""
        within = self._within()
        assert {one: within.get(one) for one in self.put} == self.put
        for one, row in self._opinions().items():
            if row["merged_into_id"] is not None and one not in self.apart:
                assert (one in within) == (row["merged_into_id"] in within)

    @invariant()
    def only_what_is_released_is_seen(self) -> None:
        """By whoever asks for a matter: its words, and nobody's own."""
        if self.matters:
            self.village.runner.run(self._read())

    async def _read(self) -> None:
        async with self.village.database.reading() as session:
            post = Outgoing(session, County(ZoneInfo("Asia/Shanghai"), "CN", "en", "TC", 42, "b"), self.now)
            reader = await session.get_one(Person, self.village.neighbours[0])
            for one in self.matters:
                try:
                    found = await access.public(post, one.id)
                except MatterNotFound:
                    assert one.state is not MatterState.RELEASED
                    continue
                assert one.state is MatterState.RELEASED
                text = words.public(post.t(reader), found)
                assert f"draft{one.said}x" in text
                self._is_for(-1, text)
