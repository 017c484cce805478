"""The picture that other sites show for a link to a book: its drawn cover, title and author, 1200 × 630."""

from __future__ import annotations

from chytalnia.wire.describe.clean import one_line
from chytalnia.wire.print.typeset import png

#: Letters of a title and the size they are set in, in points, so that it takes four lines at most.
_SIZES = ((26, 76), (60, 60), (110, 48), (180, 38))
_LONGEST = 180


def picture_of_cover(cover: str, *, title: str, author: str = "") -> bytes:
    """The PNG of an SVG cover with the words of the book beside it."""
    title, author = one_line(title), one_line(author)
    if len(title) > _LONGEST:
        title = title[:_LONGEST].rsplit(" ", 1)[0] + "…"
    if len(author) > 80:
        author = author[:80].rsplit(" ", 1)[0] + "…"
    size = next(size for length, size in _SIZES if len(title) <= length + 1)
    return png("social.typ", {"cover": cover, "title": title, "author": author, "size": size})
