"""Pictures of people out of a workbook: drawn anew, small and without what cameras write into them."""

import hashlib
import io
import zipfile

from handlers.core.directory.book import Trouble, Unreadable, say
from handlers.core.directory.cells import Picture
from storage.vocabulary import BLOB

LONGEST_SIDE = 800
"""Pixels: our own choice. A phone shows no more of a face."""
MOST_PIXELS = 24_000_000
"""Of one picture as it comes: our own choice. Its process may take 400 MiB in all."""
LARGEST = 10 * 1024 * 1024
"""Bytes of one picture as it comes: our own choice."""
MOST_BYTES = 40 * 1024 * 1024
"""Of all that a file brings, as they are kept: our own choice."""
FORMATS = ("JPEG", "PNG", "GIF", "BMP", "WEBP", "TIFF")
_QUALITY = 85
_UNREADABLE = Trouble(
    say("the picture in this cell cannot be read"),
    say("a JPEG or PNG picture in it, the address of one, or nothing: staff can send pictures to the bot too"),
)
_TOO_LARGE = Trouble(
    say("the picture in this cell is too large"),
    say("one of at most {size} MB and {n} million pixels", size=LARGEST >> 20, n=MOST_PIXELS // 1_000_000),
)


class Album:
    """Pictures of one workbook as they will be kept, each drawn once."""

    def __init__(self, content: bytes) -> None:
        self.kept: dict[str, bytes] = {}
        """Contents by what stands for each in a record."""
        self._content = content
        self._known: dict[str, str | Trouble] = {}
        self._bytes = 0

    def take(self, picture: Picture) -> str | Trouble:
        """What stands for a picture in a record, or why it cannot be read."""
        if picture.part is None:
            return _UNREADABLE
        if picture.part not in self._known:
            self._known[picture.part] = self._keep(picture.part)
        return self._known[picture.part]

    def _keep(self, part: str) -> str | Trouble:
        with zipfile.ZipFile(io.BytesIO(self._content)) as archive:
            if archive.getinfo(part).file_size > LARGEST:
                return _TOO_LARGE
            drawn = _drawn(archive.read(part))
        if isinstance(drawn, Trouble):
            return drawn
        name = BLOB + hashlib.sha256(drawn).hexdigest()
        if name not in self.kept:
            self._bytes += len(drawn)
            if self._bytes > MOST_BYTES:
                raise Unreadable(say("The pictures in this file are more than can be read at once. Please split it."))
            self.kept[name] = drawn
        return name


def _drawn(content: bytes) -> bytes | Trouble:
    # Slow to import, and needed for lists with pictures only.
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                return _TOO_LARGE
            opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            image = ImageOps.exif_transpose(opened)
            image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            whole = image.convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return _UNREADABLE
    paper = Image.new("RGB", whole.size, "white")
    paper.paste(whole, mask=whole.getchannel("A"))
    stream = io.BytesIO()
    paper.save(stream, "JPEG", quality=_QUALITY)
    return stream.getvalue()
