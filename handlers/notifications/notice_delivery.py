"""A notice goes to its readers through the outbox, and its report to its author."""

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from aiogram.methods import SendDocument
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.conversation.outgoing import Outgoing
from handlers.conversation.screen import Screen
from handlers.conversation.texts import Translator, translator
from handlers.core.notices import rules
from handlers.core.notices.report_data import ReportData
from handlers.presentation.notices import report, wire
from handlers.presentation.notices.report import Areas, ReportFiles
from storage.models.notices import Notice
from storage.queries import notices
from storage.queries.recipients import Next
from storage.vocabulary import Lane


def send(out: Outgoing, notice: Notice, readers: Sequence[Next]) -> list[tuple[int, int]]:
    """Promise the notice to these people, to each in the version they read; (person, call) of each."""
    frozen, calls = wire.frozen(notice), []
    for reader in readers:
        assert reader.chat_id is not None  # noqa: S101 - who has no chat is out of reach
        method, body = frozen[rules.version_for(reader.language, frozen)]
        payload = wire.addressed(body, reader.chat_id)
        calls.append((reader.person_id, out.frozen(reader.chat_id, method, payload, lane=Lane.NOTICE)))
    return calls


@dataclass(frozen=True, slots=True)
class Report:
    """All that a report is made of, in the language of the notice's author."""

    t: Translator
    notice: Notice
    data: ReportData
    areas: Areas

    def make(self) -> ReportFiles:
        """Draw and write its files. Takes seconds for a large notice: to be run in a thread."""
        return report.make(self.t, self.notice, self.data, self.areas)


async def prepare_report(session: AsyncSession, zone: ZoneInfo, notice: Notice, data: ReportData) -> Report:
    """Look up what its areas are called. The notice is to be complete."""
    t = translator(notice.author.language, zone)
    return Report(t, notice, data, await report.areas_of(session, t, data))


async def send_report(out: Outgoing, notice: Notice, data: ReportData, files: ReportFiles) -> None:
    """Promise the chart and the workbook to the author, if they can be reached."""
    await notices.complete(out.session, notice)
    author = notice.author
    if author.chat_id is None or not author.reachable:
        return
    photo = await out.file(f"notice-{notice.id}.png", files.png)
    document = await out.file(f"notice-{notice.id}.xlsx", files.xlsx)
    text = report.caption(out.t(author), notice, data.outcomes, data.incomplete)
    out.message(author.chat_id, Screen(text, photo=photo), lane=Lane.STAFF)
    out.send(author.chat_id, SendDocument(chat_id=author.chat_id, document=document), lane=Lane.STAFF)
