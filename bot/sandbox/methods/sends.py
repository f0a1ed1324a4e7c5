"""Messages without files."""

from typing import Any

from bot.sandbox.api_call import ApiCall, method
from bot.sandbox.errors import bad_request
from bot.sandbox.formatting import message_text
from bot.sandbox.messages import Json, utf16_len
from bot.sandbox.user_actions import poll_content


@method("sendMessage")
def send_message(call: ApiCall) -> Json:
    """A text; link previews are not made, their options are given back."""
    params = call.params
    content = message_text(params.text("text"), params.values.get("parse_mode"), params.json("entities"))
    if isinstance(options := params.json("link_preview_options"), dict):
        content["link_preview_options"] = options
    return call.send(content)


@method("sendLocation")
def send_location(call: ApiCall) -> Json:
    """A place on the map."""
    return call.send({"location": _place(call)})


@method("sendVenue")
def send_venue(call: ApiCall) -> Json:
    """A place with its name and address."""
    title, address = call.params.text("title"), call.params.text("address")
    if not title or not address:
        raise bad_request("venue title must be non-empty" if not title else "venue address must be non-empty")
    place = _place(call)
    return call.send({"venue": {"location": place, "title": title, "address": address}, "location": place})


@method("sendContact")
def send_contact(call: ApiCall) -> Json:
    """A phone number."""
    params = call.params
    phone, name = params.text("phone_number"), params.text("first_name")
    if not phone or not name:
        raise bad_request("phone number must be non-empty" if not phone else "first name must be non-empty")
    contact = {"phone_number": phone, "first_name": name}
    contact |= {extra: params.text(extra) for extra in ("last_name", "vcard") if params.text(extra)}
    return call.send({"contact": contact})


@method("sendPoll")
def send_poll(call: ApiCall) -> Json:
    """A poll; options are strings or objects with a text."""
    params = call.params
    question, options = params.text("question"), params.json("options")
    if not 1 <= utf16_len(question) <= 300:
        raise bad_request(
            "poll question must be non-empty" if not question else "poll question length must not exceed 300"
        )
    if not isinstance(options, list):
        raise bad_request("can't parse options JSON object")
    named = [{"text": option} if isinstance(option, str) else option for option in options]
    if not all(isinstance(option, dict) and 1 <= utf16_len(str(option.get("text", ""))) <= 100 for option in named):
        raise bad_request("poll options length must not exceed 100")
    if not 1 <= len(named) <= 12:
        raise bad_request("poll must have at least 1 option" if not named else "poll can't have more than 12 options")
    number = call.world.counters["query"]
    call.world.counters["query"] = number + 1
    switches: dict[str, Any] = {
        name: params.flag(name) for name in ("is_anonymous", "allows_multiple_answers") if name in params.values
    }
    return call.send({"poll": poll_content(str(900_000 + number), question, named, **switches)})


@method("sendDice")
def send_dice(call: ApiCall) -> Json:
    """A die, which always shows four."""
    return call.send({"dice": {"emoji": call.params.text("emoji", "🎲"), "value": 4}})


def _place(call: ApiCall) -> Json:
    latitude, longitude = call.params.number("latitude"), call.params.number("longitude")
    if latitude is None or longitude is None:
        raise bad_request("latitude is empty" if latitude is None else "longitude is empty")
    if not -90 <= latitude <= 90 or not -180 <= longitude <= 180:
        raise bad_request("wrong latitude or longitude specified")
    return {"latitude": latitude, "longitude": longitude}
