"""Sessions at the desk, and the order in which cases fall due."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
DUE = sa.text("due_at IS NOT NULL")


def upgrade() -> None:
    """Make it so."""
    op.create_table(
        "desk_session",
        sa.Column("id", KEY, nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("link_hash", sa.String(), nullable=False),
        sa.Column("open_until", MOMENT, nullable=False),
        sa.Column("browser", sa.String(), nullable=False),
        sa.Column("cookie_hash", sa.String(), nullable=True),
        sa.Column("code", sa.String(), nullable=True),
        *(sa.Column(name, MOMENT, nullable=True)
          for name in ("confirmed_at", "begun_at", "ends_at", "ended_at", "sure_until")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_desk_session_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk_session")),
        sa.UniqueConstraint("link_hash", name=op.f("uq_desk_session_link_hash")),
        sa.UniqueConstraint("cookie_hash", name=op.f("uq_desk_session_cookie_hash")),
    )  # fmt: skip
    op.create_index("ix_desk_session_person_id", "desk_session", ["person_id"])
    op.create_index("ix_opinion_due", "opinion", ["due_at", "id"], sqlite_where=DUE, postgresql_where=DUE)


def downgrade() -> None:
    """Undo it: everybody is asked to come in anew."""
    op.drop_index("ix_opinion_due", "opinion")
    op.drop_table("desk_session")
