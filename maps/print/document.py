"""Pages as a file: PDF with title, language and bookmarks, or a PNG picture."""

import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from matplotlib.backends.backend_pdf import PdfPages
from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject, TextStringObject

from cluster_gis.errors import InvalidInput
from cluster_gis.i18n import N_
from maps.print.page import Page, drawing

PRODUCER = "Cluster GIS"
#: A picture of more pixels would need gigabytes of memory.
MOST_PIXELS = 120_000_000

#: (bookmark, what draws the page); drawn only when its turn comes, so that one is held at a time.
Draft = tuple[str, Callable[[], Page]]


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a PDF says of itself. language: "vi" or "en"."""

    title: str
    subject: str
    author: str
    language: str
    printed_on: date


def write_pdf(drafts: Iterable[Draft], about: About) -> bytes:
    """The pages as vectors, fonts embedded; the same input gives the same bytes.

    Several pages get bookmarks. Raises whatever a draft raises.
    """
    buffer = io.BytesIO()
    bookmarks = []
    made = datetime.combine(about.printed_on, time(), UTC)
    with drawing(), PdfPages(buffer, metadata={"CreationDate": made}) as pages:
        for bookmark, draft in drafts:
            bookmarks.append(bookmark)
            pages.savefig(draft().figure)
    writer = PdfWriter(clone_from=PdfReader(buffer))
    writer.metadata = {
        "/Title": about.title,
        "/Subject": about.subject,
        "/Author": about.author,
        "/Creator": PRODUCER,
        "/Producer": PRODUCER,
        "/CreationDate": made.strftime("D:%Y%m%d%H%M%SZ"),
    }
    writer.root_object[NameObject("/Lang")] = TextStringObject(about.language)
    if len(bookmarks) > 1:
        for place, bookmark in enumerate(bookmarks):
            writer.add_outline_item(title=bookmark, page_number=place)
        writer.page_mode = "/UseOutlines"
    finished = io.BytesIO()
    writer.write(finished)
    return finished.getvalue()


def write_png(draft: Callable[[], Page], *, dpi: int, title: str) -> bytes:
    """The same page as a picture; raises InvalidInput when it would be too large."""
    buffer = io.BytesIO()
    with drawing():
        page = draft()
        pixels = page.width * page.height * (dpi / 25.4) ** 2
        if pixels > MOST_PIXELS:
            raise InvalidInput(
                N_(
                    "{field} is {value}: a picture of {millions} million pixels is too large; "
                    "at most {most} dpi on this paper, or write a PDF."
                ),
                field="dpi",
                value=dpi,
                millions=round(pixels / 1e6),
                most=int((MOST_PIXELS / (page.width * page.height)) ** 0.5 * 25.4),
            )
        page.figure.savefig(
            buffer, format="png", dpi=dpi, metadata={"Title": title, "Software": PRODUCER}
        )
    return buffer.getvalue()
