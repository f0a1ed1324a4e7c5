"""Files: what people attached and what we made, whatever a channel calls them."""

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from storage.models.base import Base, BigKey
from storage.vocabulary import AttachmentKind, Channel


class FileCopy(Base):
    """A file as a channel has it: the id under which the channel sends it again."""

    __tablename__ = "file_copy"
    __table_args__ = (
        UniqueConstraint("file_id", "channel", "external_id"),
        Index("ix_file_copy_channel_external_id", "channel", "external_id"),
    )

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    """The newest that is not stale is the one to send."""
    file_id: Mapped[int] = mapped_column(ForeignKey("file.id", ondelete="CASCADE"))
    channel: Mapped[Channel]
    external_id: Mapped[str]
    kind: Mapped[AttachmentKind]
    """Kind as which the channel takes the id: ids of other kinds are refused."""
    stale: Mapped[bool] = mapped_column(default=False)
    """The channel refuses the id. Calls promised before may still name it, so it is not forgotten."""


class File(Base):
    """A file of ours. Its content is in the channels that have a copy; here too, if it was fetched or made here."""

    __tablename__ = "file"
    # No number is given out twice: the content that is being fetched for a file must not become another's.
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    kind: Mapped[AttachmentKind]
    name: Mapped[str | None]
    size: Mapped[int | None]
    """Bytes, as far as is known."""
    sha256: Mapped[str | None] = mapped_column(index=True)
    """Of its content, hex; None until it was here once."""
    location: Mapped[str | None]
    """Location of its content, `blob:<sha256>`: a row of that table; None: it is not kept."""

    copies: Mapped[list[FileCopy]] = relationship(lazy="selectin", order_by=FileCopy.id)

    def source(self, channel: Channel) -> str | None:
        """The name for it in a call to a channel: its newest id there that works, else the content kept here."""
        for copy in reversed(self.copies):
            if copy.channel is channel and copy.kind is self.kind and not copy.stale:
                return copy.external_id
        return self.location


class FileOrPlace:
    """A file or a place that somebody sent along with what they said. A mixin."""

    file_id: Mapped[int | None] = mapped_column(ForeignKey("file.id"), index=True)
    """None: it is a place. A unit's reply that is passed on names the unit's files."""
    place: Mapped[str | None]
    """Name of a place."""
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]

    @declared_attr
    @classmethod
    def file(cls) -> Mapped[File | None]:
        """The file itself."""
        return relationship(lazy="joined")

    @property
    def kind(self) -> AttachmentKind:
        """Kind of its file, or that of a place."""
        return AttachmentKind.LOCATION if self.file is None else self.file.kind

    @property
    def name(self) -> str | None:
        """Name of its file, or of the place."""
        return self.place if self.file is None else self.file.name

    def source(self, channel: Channel) -> str | None:
        """The name for its file in a call to a channel; None if it cannot be sent there."""
        return None if self.file is None else self.file.source(channel)
