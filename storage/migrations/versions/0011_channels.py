"""Room for other channels: people have addresses, traffic says through which channel, attachments are files of ours.

A process of the release before cannot work with it: stop them all, then start this one.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TRAFFIC = ("inbox", "outbox", "conversation", "standing_message", "case_message")
PENDING = sa.text("state = 0")


def upgrade() -> None:
    """Make it so. Tables are filled by one statement each, which moves rows by the million within seconds."""
    for table in TRAFFIC:
        op.add_column(table, sa.Column("channel", sa.SmallInteger(), nullable=False, server_default=sa.text("0")))
    op.drop_index("uq_inbox_bot_id_update_id", "inbox")
    op.create_index("uq_inbox_channel_bot_id_update_id", "inbox", ["channel", "bot_id", "update_id"], unique=True)
    _pending_by(["channel", "lane", "id"])
    _call("telegram_id", "chat_id")
    _address()
    _file()
    _file_copy()
    _files_of_attachments()
    _files_of_ours()


def downgrade() -> None:
    """Undo it. What came and goes through other channels is lost, and which contents are to be kept."""
    _attachments_of_files()
    _sent_files()
    op.drop_table("file_copy")
    op.drop_table("file")
    op.execute(
        "UPDATE person SET chat_id = "
        "(SELECT min(chat_id) FROM address WHERE person_id = person.id AND channel = 0) "
        "WHERE chat_id IN (SELECT chat_id FROM address WHERE channel <> 0)"
    )
    op.drop_table("address")
    _call("chat_id", "telegram_id")
    for table in TRAFFIC:
        op.execute(f"DELETE FROM {table} WHERE channel <> 0")  # noqa: S608 (our own words)
    _pending_by(["lane", "id"])
    op.drop_index("uq_inbox_channel_bot_id_update_id", "inbox")
    op.create_index("uq_inbox_bot_id_update_id", "inbox", ["bot_id", "update_id"], unique=True)
    for table in TRAFFIC:
        op.drop_column(table, "channel")


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def _pending_by(columns: list[str]) -> None:
    """Index what waits to be sent, in this order."""
    op.drop_index("ix_outbox_pending", "outbox")
    op.create_index("ix_outbox_pending", "outbox", columns, sqlite_where=PENDING, postgresql_where=PENDING)


def _call(before: str, after: str) -> None:
    """Rename the column of `person`, and its constraint, which SQLite can only do by writing the table anew."""
    op.execute(f"ALTER TABLE person RENAME COLUMN {before} TO {after}")
    if _is_sqlite():
        with op.batch_alter_table("person", recreate="always") as person:
            person.drop_constraint(f"uq_person_{before}", type_="unique")
            person.create_unique_constraint(f"uq_person_{after}", [after])
    else:
        op.execute(f"ALTER TABLE person RENAME CONSTRAINT uq_person_{before} TO uq_person_{after}")


def _address() -> None:
    op.create_table(
        "address",
        sa.Column("chat_id", BIG, autoincrement=False, nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.SmallInteger(), nullable=False),
        sa.Column("external_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_address_person_id_person")),
        sa.PrimaryKeyConstraint("chat_id", name=op.f("pk_address")),
        sa.UniqueConstraint("channel", "external_id", name=op.f("uq_address_channel_external_id")),
    )
    op.execute(
        "INSERT INTO address (chat_id, person_id, channel, external_id) "
        "SELECT chat_id, id, 0, CAST(chat_id AS VARCHAR) FROM person WHERE chat_id IS NOT NULL"
    )
    op.create_index(op.f("ix_address_person_id"), "address", ["person_id"])


def _file() -> None:
    op.create_table(
        "file",
        sa.Column("id", BIG, nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("name", sa.String(), nullable=True),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("sha256", sa.String(), nullable=True),
        sa.Column("location", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_file")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_file_sha256"), "file", ["sha256"])


def _file_copy() -> None:
    op.create_table(
        "file_copy",
        sa.Column("id", BIG, nullable=False),
        sa.Column("file_id", BIG, nullable=False),
        sa.Column("channel", sa.SmallInteger(), nullable=False),
        sa.Column("external_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("stale", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["file.id"], name=op.f("fk_file_copy_file_id_file"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_file_copy")),
        sa.UniqueConstraint("file_id", "channel", "external_id", name=op.f("uq_file_copy_file_id_channel_external_id")),
    )
    op.create_index("ix_file_copy_channel_external_id", "file_copy", ["channel", "external_id"])


def _attachment(*described: sa.Column[object], keys: list[sa.ForeignKeyConstraint]) -> None:
    """The table, with what describes the file or points to it."""
    op.create_table(
        "attachment",
        sa.Column("id", BIG, nullable=False),
        sa.Column("entry_id", BIG, nullable=False),
        *described,
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_attachment_entry_id_entry")),
        *keys,
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
    )


def _carry(select: str) -> None:
    """Put rows aside, and the table away, until it is made anew."""
    op.execute(f"CREATE TABLE attachment_before AS {select}")
    op.drop_table("attachment")


def _carried(columns: str) -> None:
    op.execute(f"INSERT INTO attachment ({columns}) SELECT {columns} FROM attachment_before ORDER BY id")  # noqa: S608
    op.drop_table("attachment_before")
    op.create_index(op.f("ix_attachment_entry_id"), "attachment", ["entry_id"])
    _count_on("attachment")


def _count_on(table: str) -> None:
    """The next row gets the next number: rows that brought theirs are not counted by PostgreSQL."""
    if not _is_sqlite():
        newest = f"(SELECT coalesce(max(id), 0) + 1 FROM {table})"  # noqa: S608 (our own words)
        op.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), {newest}, false)")


def _files_of_attachments() -> None:
    """Each attachment that is no place has a file with its own number, known to Telegram."""
    op.execute(
        "INSERT INTO file (id, kind, name, size) "
        "SELECT id, kind, name, size FROM attachment WHERE kind <> 'location' ORDER BY id"
    )
    op.execute(
        "INSERT INTO file_copy (file_id, channel, external_id, kind, stale) "
        "SELECT id, 0, file_id, kind, false FROM attachment "
        "WHERE kind <> 'location' AND file_id IS NOT NULL ORDER BY id"
    )
    _carry(
        "SELECT id, entry_id, CASE WHEN kind <> 'location' THEN id END AS file_id, "
        "CASE WHEN kind = 'location' THEN name END AS place, latitude, longitude FROM attachment"
    )
    _attachment(
        sa.Column("file_id", BIG, nullable=True),
        sa.Column("place", sa.String(), nullable=True),
        keys=[sa.ForeignKeyConstraint(["file_id"], ["file.id"], name=op.f("fk_attachment_file_id_file"))],
    )
    _carried("id, entry_id, file_id, place, latitude, longitude")
    op.create_index(op.f("ix_attachment_file_id"), "attachment", ["file_id"])


def _files_of_ours() -> None:
    """Make files of what we made and sent; numbered behind the others."""
    op.execute(
        "INSERT INTO file (id, kind, sha256) "
        "SELECT (SELECT coalesce(max(id), 0) FROM attachment) + row_number() OVER (ORDER BY sha256), min(kind), sha256 "
        "FROM sent_file WHERE kind <> 'animation' GROUP BY sha256"
    )
    op.execute(
        "INSERT INTO file_copy (file_id, channel, external_id, kind, stale) "
        "SELECT file.id, 0, sent_file.file_id, sent_file.kind, false FROM sent_file "
        "JOIN file ON file.sha256 = sent_file.sha256 WHERE sent_file.kind <> 'animation' ORDER BY file.id"
    )
    op.drop_table("sent_file")
    _count_on("file")


def _attachments_of_files() -> None:
    _carry(
        "SELECT attachment.id, entry_id, coalesce(file.kind, 'location') AS kind, "
        "(SELECT external_id FROM file_copy WHERE file_copy.file_id = file.id AND channel = 0 "
        "AND file_copy.kind = file.kind ORDER BY stale, file_copy.id DESC LIMIT 1) AS file_id, "
        "coalesce(place, file.name) AS name, file.size AS size, latitude, longitude "
        "FROM attachment LEFT JOIN file ON file.id = attachment.file_id"
    )
    _attachment(
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("file_id", sa.String(), nullable=True),
        sa.Column("name", sa.String(), nullable=True),
        sa.Column("size", sa.Integer(), nullable=True),
        keys=[],
    )
    _carried("id, entry_id, kind, file_id, name, size, latitude, longitude")


def _sent_files() -> None:
    op.create_table(
        "sent_file",
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("file_id", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", "kind", name=op.f("pk_sent_file")),
    )
    op.execute(
        "INSERT INTO sent_file (sha256, kind, file_id) "
        "SELECT file.sha256, file_copy.kind, file_copy.external_id FROM file_copy "
        "JOIN file ON file.id = file_copy.file_id WHERE file_copy.id IN ("
        "SELECT max(file_copy.id) FROM file_copy JOIN file ON file.id = file_copy.file_id "
        "WHERE channel = 0 AND sha256 IS NOT NULL AND NOT stale GROUP BY sha256, file_copy.kind)"
    )
