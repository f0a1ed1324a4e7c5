"""What is written as a checklist or a rich message is read as words."""

from typing import Any

import pytest

from handlers.conversation.formatted import formatted

LINK = {"type": "url", "text": ["the ", {"type": "bold", "text": "lamp"}], "url": "https://lamp.example/1"}


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (
            {
                "checklist": {
                    "title": "Mend",
                    "tasks": [{"id": 1, "text": "lamp"}, {"text": "road", "completion_date": 9}],
                }
            },
            "Mend\n☐ lamp\n☑ road",
        ),
        (
            {
                "rich_message": {
                    "blocks": [
                        {"type": "heading", "text": "At the bridge", "size": 1},
                        {"type": "paragraph", "text": ["See ", LINK, "."]},
                        {"type": "list", "items": [{"label": "1.", "blocks": [{"type": "paragraph", "text": "dark"}]}]},
                        {"type": "table", "cells": [[{"text": "Mon"}, {"text": "off"}], [{"text": "Tue"}, {}]]},
                        {"type": "photo", "photo": [{}], "caption": {"text": "by night"}},
                        {"type": "blockquote", "blocks": [{"type": "paragraph", "text": "soon"}], "credit": "Li"},
                    ]
                }
            },
            "At the bridge\nSee the lamp (https://lamp.example/1).\n1. dark\nMon | off\nTue | \n📷\nby night\nsoon\nLi",
        ),
        ({"rich_message": {"blocks": [None, 7, {"blocks": "x", "text": 3}]}}, None),
        ({"checklist": []}, None),
        ({"poll": {"question": "Which?"}}, None),
    ],
)
def test_every_line_is_read(raw: dict[str, Any], words: str | None) -> None:
    assert formatted(raw) == words
