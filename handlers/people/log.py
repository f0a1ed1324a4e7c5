"""What is done about people goes into the audit log."""

from handlers.conversation.context import Context
from storage import audit


async def noted(ctx: Context, action: str, subject: str, detail: str = "") -> None:
    """Write down what the one who speaks did. `subject` is like `person:7`, never a name."""
    await audit.note(ctx.session, at=ctx.now, actor_id=ctx.me.id, action=action, subject=subject, detail=detail)
