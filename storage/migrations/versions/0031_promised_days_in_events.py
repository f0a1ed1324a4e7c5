"""Events say which day was promised, so that they alone tell a case's whole story."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

# A promise and a report that moves its day were written at the same instant as the event.
FILL = (
    """
    UPDATE event SET promised_for = (
        SELECT max(commitment.first_due_on) FROM commitment
        JOIN commitment_concern ON commitment_concern.commitment_id = commitment.id
        WHERE commitment_concern.opinion_id = event.opinion_id AND commitment.made_at = event.at
    )
    WHERE action IN ('pass_on', 'reply') AND opinion_id IN (SELECT opinion_id FROM commitment_concern)
    """,
    """
    UPDATE event SET promised_for = (
        SELECT max(commitment_report.due_on) FROM commitment_report
        JOIN commitment_concern ON commitment_concern.commitment_id = commitment_report.commitment_id
        WHERE commitment_concern.opinion_id = event.opinion_id AND commitment_report.at = event.at
    )
    WHERE action = 'move_date'
    """,
)
# Of what is reported done nobody is late any more.
STOP = """
    UPDATE opinion SET due_at = NULL WHERE stage IN ('answered', 'implementing') AND id IN (
        SELECT commitment_concern.opinion_id FROM commitment_concern
        JOIN commitment ON commitment.id = commitment_concern.commitment_id
        WHERE commitment.state = 'reported' AND commitment_concern.ended_at IS NULL
    )
"""


def upgrade() -> None:
    """Make it so."""
    op.add_column("event", sa.Column("promised_for", sa.Date(), nullable=True))
    for statement in (*FILL, STOP):
        op.execute(statement)


def downgrade() -> None:
    """Undo it. The days before the one that is promised now stand in the reports on the promise."""
    op.drop_column("event", "promised_for")
