"""The lasting address of what a page of a cluster shows, and its QR code."""

from dataclasses import dataclass
from urllib.parse import quote, urlencode

import segno
from markupsafe import Markup

from api.pages.context import PageContext


@dataclass(frozen=True, slots=True)
class LastingLink:
    """path: from the server's root. address: with the server, as the reader reached it."""

    path: str
    address: str
    qr: Markup


def lasting_link(page: PageContext, code: str, base_url: str) -> LastingLink:
    """The page on its day as known at its moment: later corrections do not change it.

    known_at is the one asked for, else when the newest revision shown was recorded.
    """
    asked: dict[str, str] = {"as_of": page.day.isoformat()}
    moment = page.known_at or page.recorded_at
    if moment is not None:
        asked["known_at"] = moment.isoformat().replace("+00:00", "Z")
    if page.language != "vi":
        asked["lang"] = page.language
    path = f"/clusters/{quote(code)}?{urlencode(asked)}"
    address = base_url.rstrip("/") + path
    return LastingLink(path, address, Markup(draw_qr(address)))  # noqa: S704 - paths only


def draw_qr(text: str) -> str:
    """The code as SVG without a size of its own: the style sheet gives one. A quiet zone is in it.

    Error level M: a printed sheet gets creased.
    """
    made: str = segno.make(text, error="m", micro=False).svg_inline(
        omitsize=True, border=4, svgclass="qr", lineclass=None, light="#fff"
    )
    return made
