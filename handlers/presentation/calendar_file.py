"""A reception day as a file for any calendar (RFC 5545)."""

from datetime import datetime, timedelta

from handlers.conversation.outgoing import Outgoing
from handlers.conversation.texts import Translator
from handlers.core.reception.planning import beginning, ending
from storage.models.reception import ReceptionDay


def calendar_file(out: Outgoing, t: Translator, one: ReceptionDay, names: list[str]) -> bytes:
    """One event with its time zone; a newer SEQUENCE replaces the older, a cancelled one takes it away."""
    # Slow to import, and needed only here.
    from icalendar import Alarm, Calendar, Event, vCalAddress

    event = Event()
    event.add("uid", f"reception-{one.id}@{out.county.bot_username}")
    event.add("dtstamp", out.now)
    event.add("dtstart", _local(beginning(one, out), out))
    event.add("dtend", _local(ending(one, out), out))
    event.add("sequence", one.sequence)
    event.add("summary", t("Reception day, {station}", station=t.named(one.station)).plain)
    event.add("location", one.place)
    # Wanted in what is published (RFC 5546, 3.2.1); the bot has a link, not a mail address.
    organizer = vCalAddress(f"https://t.me/{out.county.bot_username}")
    organizer.params["CN"] = t.named(one.station)
    event.add("organizer", organizer)
    event.add("description", t.listed(names).plain)
    event.add("status", "CANCELLED" if one.cancelled_at else "CONFIRMED")
    if not one.cancelled_at:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", t("Reception day, {station}", station=t.named(one.station)).plain)
        alarm.add("trigger", timedelta(hours=-2))
        event.add_component(alarm)
    file = Calendar()
    file.add("prodid", "-//Huiyin//reception days//EN")
    file.add("version", "2.0")
    file.add("method", "CANCEL" if one.cancelled_at else "PUBLISH")
    file.add_component(event)
    file.add_missing_timezones()
    return bytes(file.to_ical())


def _local(instant: datetime, out: Outgoing) -> datetime:
    return instant.astimezone(out.county.zone)
