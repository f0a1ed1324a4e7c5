"""The desk's door: by a link and a code in, and out again."""

from handlers.core.desk import actions, rules
from handlers.core.tokens import token_hash
from handlers.desk.navigation import PAGES
from handlers.desk.web import Answer, Desk
from storage.queries import desk as queries

AGAIN_SECONDS = 2
"""Between two looks whether the chat has confirmed, without a script: our own choice."""


async def offer(desk: Desk) -> Answer:
    """A page with a button: previews of links fetch addresses, and nothing may come of that."""
    return desk.page("door/offer.html", link=desk.parts["token"])


async def come(desk: Desk) -> Answer:
    """The browser comes by the link: it gets its secret, and shows its code. Raises `LinkOver`."""
    opened = await actions.open_link(desk.out, desk.parts["token"], desk.asked.browser or desk.t("a browser").plain)
    return Answer(status=303, location="/door", cookie=opened.cookie)


async def app(desk: Desk) -> Answer:
    """The page that Telegram opens as a Mini App: its script sends on what Telegram said of who opened it."""
    return desk.page("door/app.html", status=403 if desk.refusal else 200, bot=desk.out.county.bot_username)


async def come_by_app(desk: Desk) -> Answer:
    """In by Telegram's word, without a code. Raises `NotOpenedByTelegram`, `NotAllowed`."""
    browser = " · ".join(filter(None, ["Telegram", desk.asked.browser]))
    begun = await actions.begin_by_app(desk.out, desk.asked.typed("said"), browser)
    return Answer(status=303, location="/", cookie=begun.cookie)


async def door(desk: Desk) -> Answer:
    """The code that the chat is to confirm; once it has, the desk."""
    now, found = desk.out.now, await queries.of_cookie(desk.session, token_hash(desk.asked.cookie))
    if found is not None and rules.is_running(found, now):
        return desk.go("/")
    begun = await actions.begin(desk.out, desk.asked.cookie)
    if begun is not None:
        return Answer(status=303, location="/", cookie=begun.cookie)
    if found is None or not rules.awaits_code(found, now):
        return closed(desk)
    return desk.page("door/code.html", code=found.code, again=AGAIN_SECONDS)


def closed(desk: Desk) -> Answer:
    """Nobody is in: how one comes in."""
    return desk.page("door/closed.html", status=401, bot=desk.out.county.bot_username)


async def first(desk: Desk) -> Answer:
    """The page on which one begins."""
    return desk.go(PAGES[desk.roles[0]][0].path)


async def leave(desk: Desk) -> Answer:
    """The session ends."""
    await actions.end(desk.out, desk.actor, desk.here.id)
    _ = desk.t  # the last page is in the language of who leaves
    desk.sitting, answer = None, closed(desk)
    answer.status, answer.cookie = 200, ""
    return answer


async def ask_if_sure(desk: Desk) -> Answer:
    """Have the chat asked whether it is they; from its yes on, what they wanted is given."""
    await actions.ask_if_sure(desk.out, desk.actor, desk.here.id)
    return desk.go("/sure", to=desk.asked.typed("to"))


async def sure(desk: Desk) -> Answer:
    """Wait for the chat's yes, then lead back to the page from which it was asked."""
    to = desk.asked.one("to")
    to = to if to.startswith("/") and not to.startswith("//") else "/"
    if desk.is_sure:
        return desk.go(to)
    return desk.page("door/sure.html", to=to, again=AGAIN_SECONDS)
