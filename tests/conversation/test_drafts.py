"""Drafts in a conversation's data: kept, found, dropped, bounded, and those of an earlier release read on."""

import orjson
from aiogram.types import Chat, Message

from handlers.conversation import case_drafts as drafts
from handlers.conversation import opinion_drafts
from handlers.conversation.case_drafts import CaseDraft, Kind, Writing
from handlers.conversation.drafts import Draft, Drafts, Rewritten
from handlers.conversation.state import data_of, remember
from handlers.conversation.texts import Html, translator
from handlers.core.casework.content import MAX_CHARACTERS, MAX_FILES, Said
from storage.inbox import Talk
from storage.queries.files import Attached
from storage.vocabulary import Action, AttachmentKind, Outcome
from tests.town import MONDAY, ZONE

PHOTO = {"kind": "photo", "file_id": "AgAC1", "name": None, "size": 9, "latitude": None, "longitude": None}
PART = {"text": "The lamp is dark", "files": [PHOTO], "chat": 7, "message": 5, "album": "a1"}
OLDER = {
    "draft": {
        "id": "0123456789ab", "parts": [PART], "revision": 3, "topic": 2, "wanted": 0, "about": None, "shown": 41,
        "written_on": "2026-03-02",
    },
    "held": None,
    "stray": {"id": "ba9876543210", "parts": [{**PART, "text": "xitang", "files": []}], "revision": 1},
    "begun": {
        "12:letter": {"opinion": 12, "kind": "letter", "action": None, "parts": [PART], "whom": None, "outcome": None,
                      "planned_for": None, "card": 99},
        "13:unit_reply": {"opinion": 13, "kind": "unit_reply", "action": "reply", "parts": [], "whom": None,
                          "outcome": "B", "planned_for": "2026-04-01", "card": None},
    },
    "writing": "12:letter",
    "then": "home",
}  # fmt: skip
"""The data of a conversation as the release before this one wrote it."""


def _talk(data: object = None, state: str | None = None) -> Talk:
    return Talk(7, state, orjson.dumps(data or {}).decode(), None, "[]")


def _edited(number: int, text: str) -> Message:
    return Message(message_id=number, date=MONDAY, chat=Chat(id=7, type="private"), text=text)


def test_an_opinion_begun_before_the_upgrade_is_read_on() -> None:
    talk = _talk(OLDER)
    draft = opinion_drafts.of(talk)
    assert (draft.id, draft.revision, draft.topic, draft.wanted, draft.shown) == ("0123456789ab", 3, 2, 0, 41)
    assert draft.words == "The lamp is dark"
    assert [(file.kind, file.external_id) for file in draft.files] == [(AttachmentKind.PHOTO, "AgAC1")]
    assert draft.goes_on_with(Said("", (), 7, 6, "a1"))
    assert opinion_drafts.of(talk, "stray").only_names
    assert not opinion_drafts.of(talk, "held").parts
    assert opinion_drafts.find(talk, "0123456789ab") == ("draft", draft)
    opinion_drafts.keep(talk, draft)
    kept, older = data_of(talk)["draft"], OLDER["draft"]
    assert isinstance(older, dict) and {**kept, **older} == kept, (
        "and an earlier release, which passes over what it does not know, reads on"
    )


def test_a_letter_begun_before_the_upgrade_is_read_on() -> None:
    talk = _talk(OLDER, state=Writing.words.state)
    letter = drafts.current(talk)
    assert letter is not None
    assert (letter.kind, letter.action, letter.shown, letter.words) == (Kind.LETTER, None, 99, "The lamp is dark")
    reply = drafts.of(talk, 13, Kind.UNIT_REPLY)
    assert (reply.action, reply.outcome, reply.day and reply.day.month) == (Action.REPLY, Outcome.B, 4)
    assert drafts.cases_of(talk) == {12}
    assert drafts.of_message(talk, 5) == letter
    letter.action = Action.REPLY
    drafts.go_on(talk, letter)
    assert drafts.current(talk) == letter
    drafts.drop(talk, letter)
    assert (drafts.current(talk), talk.state, drafts.find(talk, 12, Kind.LETTER)) == (None, None, None)
    assert data_of(talk)["then"] == "home", "what others remember stays"


def test_what_another_release_kept_besides_is_left_out() -> None:
    raw = {**OLDER["draft"], "colour": "red"}  # type: ignore[dict-item]
    assert opinion_drafts.of(_talk({"draft": raw})).id == "0123456789ab"


def test_the_one_longest_untouched_goes_first() -> None:
    talk = _talk()
    for number in range(drafts.KEPT):
        drafts.keep(talk, CaseDraft(number, Kind.LETTER, None))
    drafts.keep(talk, drafts.of(talk, 0, Kind.LETTER))
    drafts.keep(talk, CaseDraft(100, Kind.LETTER, None))
    assert drafts.find(talk, 0, Kind.LETTER) is not None
    assert drafts.find(talk, 1, Kind.LETTER) is None
    assert len(data_of(talk)["begun"]) == drafts.KEPT


def test_an_edited_message_changes_its_part_alone() -> None:
    draft = opinion_drafts.OpinionDraft()
    for number in (2, 1):
        draft.take(Said(f"message {number}", (), 7, number))
    assert draft.rewrite(_edited(2, "other words"), lambda _others, _said: None) == Rewritten(changed=True)
    assert draft.rewrite(_edited(2, "other words"), lambda _others, _said: None) == Rewritten(changed=False)
    assert draft.rewrite(_edited(3, "other words"), lambda _others, _said: None) is None
    assert (draft.words, draft.revision) == ("message 1\nother words", 3)


def test_an_edit_that_does_not_fit_beside_the_others_is_not_in_and_a_shorter_one_always_is() -> None:
    draft = opinion_drafts.OpinionDraft()
    for number in (1, 2):
        draft.take(Said(f"message {number}", (), 7, number))

    def refusing(others: Draft, _said: Said) -> Html | None:
        assert others.words == "message 1"
        return Html("too much")

    assert draft.rewrite(_edited(2, "much longer words"), refusing) == Rewritten(
        changed=False, trouble=Html("too much")
    )
    assert draft.words == "message 1\nmessage 2"
    assert draft.rewrite(_edited(2, "short"), refusing) == Rewritten(changed=True)


def test_a_draft_has_its_limits() -> None:
    t, draft = translator("en", ZONE), Draft()
    photo = Attached(AttachmentKind.PHOTO, "AgAC1")
    draft.take(Said("x" * (MAX_CHARACTERS - 1), [photo] * MAX_FILES, 7, 1))
    assert draft.too_much(t, Said("y")) is None
    assert "characters" in (draft.too_much(t, Said("yy")) or "")
    assert "attachments" in (draft.too_much(t, Said("", [photo])) or "")


def test_words_or_something_spoken_say_something() -> None:
    draft = Draft()
    draft.take(Said("hm", [Attached(AttachmentKind.PHOTO, "AgAC1")], 7, 1))
    assert not draft.says_something
    draft.take(Said("", [Attached(AttachmentKind.VOICE, "AwAC1")], 7, 2))
    assert draft.says_something


def test_drafts_of_one_kind_leave_the_others_alone() -> None:
    talk, shelf = _talk(), Drafts(Draft, within="letters")
    remember(talk, other=[1])
    for key in ("a", "b"):
        shelf.keep(talk, key, Draft())
    shelf.drop(talk, "a")
    assert (shelf.find(talk, "a"), shelf.all(talk), data_of(talk)["other"]) == (None, [Draft()], [1])
