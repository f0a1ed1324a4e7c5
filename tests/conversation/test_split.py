"""Long texts: every piece fits, nothing is lost, marks and emoji stay whole."""

import html as escaping

import pytest
from aiogram.types import MessageEntity
from hypothesis import given
from hypothesis import strategies as st

from handlers.conversation.markup import MarkupError, parsed
from handlers.conversation.split import Piece, split, split_caption, units

FAMILY = "👨‍👩‍👧‍👦"
WORDS = st.sampled_from(
    ["word", "意见", "路灯坏了。", "End. ", "\n", "\n\n", " ", FAMILY, "🇨🇳", "👍🏽", "e\u0301", "<&>", "𠀀"]
)
TAGS = ["b", "i", "u", "s", "code", "tg-spoiler", "blockquote"]
PLAIN = st.lists(WORDS, max_size=40).map(lambda words: escaping.escape("".join(words)))
MARKED = st.recursive(
    PLAIN,
    lambda inner: st.tuples(st.sampled_from(TAGS), inner, PLAIN).map(lambda it: f"<{it[0]}>{it[1]}</{it[0]}>{it[2]}"),
    max_leaves=8,
)


def covered(text: str, entity: MessageEntity) -> str:
    wide = text.encode("utf-16-le")
    return wide[entity.offset * 2 : (entity.offset + entity.length) * 2].decode("utf-16-le")


def bare(text: str) -> str:
    return "".join(text.split())


def marked_text(pieces: list[Piece]) -> dict[str, str]:
    found: dict[str, str] = {}
    for piece in pieces:
        for entity in piece.entities or []:
            found[entity.type] = found.get(entity.type, "") + covered(piece.text, entity)
    return {kind: bare(text) for kind, text in found.items() if bare(text)}


@given(MARKED, st.integers(12, 80))
def test_pieces_fit_and_together_say_everything(html: str, limit: int) -> None:
    pieces = split(html, limit)
    if pieces[0].entities is None:
        assert pieces == [Piece(html, None)]
        assert units(parsed(html).text) <= limit
        return
    assert all(0 < units(piece.text) <= limit for piece in pieces)
    assert bare("".join(piece.text for piece in pieces)) == bare(parsed(html).text)


@given(MARKED, st.integers(12, 80))
def test_what_is_marked_stays_marked(html: str, limit: int) -> None:
    pieces = split(html, limit)
    if pieces[0].entities is None:
        return
    text, spans = parsed(html)
    expected: dict[str, str] = {}
    for span in spans:
        if bare(text[span.start : span.end]):
            expected[span.kind] = expected.get(span.kind, "") + bare(text[span.start : span.end])
    found = marked_text(pieces)
    assert {kind: sorted(marks) for kind, marks in found.items()} == {
        kind: sorted(marks) for kind, marks in expected.items()
    }


@given(
    st.lists(st.sampled_from([FAMILY, "🇨🇳", "👍🏽", "❤️", "e\u0301", "1️⃣"]), min_size=1, max_size=60), st.integers(14, 40)
)
def test_what_people_see_as_one_character_is_never_cut(characters: list[str], limit: int) -> None:
    for piece in split("".join(characters), limit):
        rest = piece.text
        while rest:
            whole = next((one for one in set(characters) if rest.startswith(one)), None)
            assert whole, f"cut within a character: {rest!r}"
            rest = rest.removeprefix(whole)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("One two.\n\nThree four. Five", "One two."),
        ("One two\nthree four. Five six", "One two\nthree four."),
        ("一二三四五六七。八九十一二三四五六七八九十", "一二三四五六七。"),
        ("onetwothree fourfivesixseveneight", "onetwothree"),
        ("a" * 40, "a" * 20),
    ],
)
def test_it_cuts_where_a_reader_would(text: str, first: str) -> None:
    assert split(text, 20)[0].text == first


def test_a_link_goes_on_in_the_next_piece() -> None:
    pieces = split(f'<a href="https://e.org/?a=1&amp;b=2">{"word " * 10}</a>', 30)
    assert {entity.url for piece in pieces for entity in piece.entities or []} == {"https://e.org/?a=1&b=2"}
    assert len(pieces) == 2


def test_a_block_of_code_keeps_its_language() -> None:
    [first, *_] = split('<pre><code class="language-python">' + "x = 1\n" * 10 + "</code></pre>", 30)
    assert first.entities == [MessageEntity(type="pre", offset=0, length=units(first.text), language="python")]


def test_a_quote_that_folds_still_folds() -> None:
    [first, *_] = split(f"<blockquote expandable>{'word ' * 20}</blockquote>", 30)
    assert first.entities is not None
    assert first.entities[0].type == "expandable_blockquote"


def test_a_long_caption_goes_on_in_messages() -> None:
    caption, messages = split_caption("word " * 2000)
    assert units(caption.text) <= 1024
    assert [units(message.text) <= 4096 for message in messages] == [True, True, True]
    assert bare(caption.text + "".join(message.text for message in messages)) == "word" * 2000


def test_a_caption_that_fits_is_left_as_it_is() -> None:
    assert split_caption("<b>short</b>") == (Piece("<b>short</b>", None), [])


@pytest.mark.parametrize("html", ["<b>open", "close</b>", "<b><i>x</b></i>", "<script>x</script>"])
def test_html_that_telegram_would_refuse_is_refused(html: str) -> None:
    with pytest.raises(MarkupError, match="tag"):
        split(html + "x" * 30, 20)
