"""Opinions handled together, as staff and the representative read them: what was written, not who wrote it."""

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.conversation.texts import Html, Translator, bold, join, quote, shortened
from storage.models.opinions import Opinion
from storage.queries import merging as queries
from storage.queries import opinions
from storage.vocabulary import Stage

SHOWN = 5
"""The texts of so many are shown with a case; the others are counted."""
LONGEST = 300
"""Characters of each."""


async def together(session: AsyncSession, t: Translator, opinion: Opinion) -> Html:
    """Opinion with which a merged one is handled, or those handled with this one; empty if it stands alone."""
    if opinion.stage is Stage.MERGED:
        main = await session.get(Opinion, opinion.merged_into_id)
        return t("🔗 Handled together with {reference}", reference=main.reference) if main is not None else Html("")
    count = await queries.count_merged(session, opinion.id)
    if not count:
        return Html("")
    shown = await queries.merged_briefly(session, opinion.id, SHOWN)
    texts = await opinions.openings(session, [one.id for one in shown], LONGEST + 1)
    lines: list[str] = [
        t.plural("🔗 {n} opinion is handled together with it:", "🔗 {n} opinions are handled together with it:", count)
    ]
    for one in shown:
        lines.append(Html(f"{bold(one.reference)} · {t.day(one.submitted_at)}"))
        lines.append(quote(shortened(texts[one.id], LONGEST)) if texts[one.id] else "")
    if count > len(shown):
        lines.append(t.plural("… and {n} more", "… and {n} more", count - len(shown)))
    lines.append(
        t.plural(
            "Its author gets the answer too, so it should name nobody.",
            "All their authors get the answer, so it should name nobody.",
            count,
        )
    )
    return join(lines)
