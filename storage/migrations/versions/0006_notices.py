"""Notices to many: drafts, their ledger of recipients, muted columns. Only this release writes them."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make it so, each table after those it points to."""
    _notice()
    _notice_text()
    _notice_recipient()
    _muted_column()


def downgrade() -> None:
    """Undo it, in the other order; indexes go with their tables."""
    for table in ("muted_column", "notice_recipient", "notice_text", "notice"):
        op.drop_table(table)


def _notice() -> None:
    ledger = ("fixed_up_to", "fix_until", "recipients", "left_muted", "left_unreachable")
    outcomes = ("sent", "unreachable", "failed", "ambiguous", "muted", "tolerated")
    op.create_table(
        "notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("station_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("column", sa.String(32), nullable=True),
        sa.Column("audience", sa.Text(), nullable=False),
        sa.Column("send_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("summary", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("remark", sa.String(), nullable=True),
        sa.Column("counts", sa.Text(), nullable=True),
        sa.Column("counting", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("released_by_id", sa.Integer(), nullable=True),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in (*ledger, *outcomes)),
        sa.Column("rate", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_notice_author_id_person")),
        sa.ForeignKeyConstraint(["released_by_id"], ["person.id"], name=op.f("fk_notice_released_by_id_person")),
        sa.ForeignKeyConstraint(["station_id"], ["station.id"], name=op.f("fk_notice_station_id_station")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
    )
    unended = sa.text("ended_at IS NULL")
    op.create_index("ix_notice_author_id", "notice", ["author_id"])
    op.create_index("ix_notice_station_id", "notice", ["station_id"])
    op.create_index("ix_notice_open", "notice", ["id"], sqlite_where=unended, postgresql_where=unended)


def _notice_text() -> None:
    op.create_table(
        "notice_text",
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("album", sa.String(), nullable=True),
        sa.Column("sources", sa.Text(), nullable=False),
        sa.Column("frozen", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["notice.id"], name=op.f("fk_notice_text_notice_id_notice"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("notice_id", "language", name=op.f("pk_notice_text")),
    )


def _notice_recipient() -> None:
    op.create_table(
        "notice_recipient",
        sa.Column("notice_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("state", sa.SmallInteger(), nullable=False),
        sa.Column("call_id", sa.BigInteger(), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("notice_id", "person_id", name=op.f("pk_notice_recipient")),
        sqlite_with_rowid=False,
    )
    for name, last, state in (("waiting", "person_id", 0), ("promised", "call_id", 1), ("ambiguous", "person_id", 5)):
        only = sa.text(f"state = {state}")
        op.create_index(
            f"ix_notice_recipient_{name}",
            "notice_recipient",
            ["notice_id", "state", last],
            sqlite_where=only,
            postgresql_where=only,
        )


def _muted_column() -> None:
    op.create_table(
        "muted_column",
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("column", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_muted_column_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", "column", name=op.f("pk_muted_column")),
    )
