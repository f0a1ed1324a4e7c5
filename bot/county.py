"""The county that actions work for, as the settings have it."""

from typing import TYPE_CHECKING

from handlers.core.desk import mini_app
from handlers.core.unit_of_work import County

if TYPE_CHECKING:
    from bot.settings import Settings


def county_of(settings: "Settings", bot_username: str = "") -> County:
    """The county of these settings. `bot_username`: only links in answers to people need it."""
    return County(
        zone=settings.zone,
        country=settings.country,
        default_language=settings.default_language,
        reference_prefix=settings.reference_prefix,
        desk_url=settings.desk_url or "",
        app_key=mini_app.key_of(settings.bot_token.get_secret_value()),
        board_url=settings.board_url or "",
        open311_url=settings.open311_url or "",
        bot_id=settings.bot_id,
        bot_username=bot_username,
        admin_ids=frozenset(settings.admin_ids),
        opinions_per_day=settings.opinions_per_day,
        notice_needs_second=settings.notice_needs_second,
        rate_per_second=settings.rate_per_second,
        keep_files_up_to=settings.keep_files_up_to,
    )
