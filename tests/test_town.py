"""The town itself: one can talk in it."""

from tests.town import Town


async def test_an_old_button_says_so(town: Town) -> None:
    li = town.person("Li")
    await li.says("hello")
    bot_message = await town.call(
        "sendMessage",
        {
            "chat_id": li.id,
            "text": "an old screen",
            "reply_markup": {"inline_keyboard": [[{"text": "Old", "callback_data": "zz:1"}]]},
        },
    )
    assert bot_message["ok"]
    await li.presses("Old")
    assert "older screen" in li.toast
