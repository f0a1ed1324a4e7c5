"""What is done about people goes into the audit log."""

from handlers.conversation.turn import Turn
from storage import audit


async def noted(turn: Turn, action: str, subject: str, detail: str = "") -> None:
    """Write down what the one who speaks did. `subject` is like `person:7`, never a name."""
    await audit.note(turn.session, at=turn.now, actor_id=turn.me.id, action=action, subject=subject, detail=detail)
