"""Where the scripts, styles and fonts of a page come from: our own server, or the page itself.

A path is relative to `api/static/`, for example `vendor/leaflet/leaflet.js`.
Nothing here reaches for the network, and nothing reads a file by itself: the
caller of InlineAssets gives the reader.
"""

import base64
import mimetypes
import posixpath
import re
from collections.abc import Callable
from typing import Protocol

from markupsafe import escape

from cluster_gis.errors import SetupProblem
from cluster_gis.i18n import N_

_CSS_URL = re.compile(r"""url\(\s*(['"]?)([^)'"]+)\1\s*\)""")
_SOURCE_MAP = re.compile(r"^//# sourceMappingURL=.*$", re.MULTILINE)


class Assets(Protocol):
    """Gives the HTML that brings a script or a style sheet into the page."""

    def script(self, path: str) -> str:
        """A `<script>` element."""
        ...

    def style(self, path: str) -> str:
        """A `<link>` or `<style>` element."""
        ...


class ServedAssets:
    """Links to the product's own server.

    prefix: URL of `api/static/`. revision: added to every address, so that a browser
    never shows old code after an upgrade; empty = not added.
    """

    def __init__(self, prefix: str = "/static", *, revision: str = "") -> None:
        self._prefix = prefix.rstrip("/")
        self._query = f"?v={revision}" if revision else ""

    def _url(self, path: str) -> str:
        return str(escape(f"{self._prefix}/{path}{self._query}"))

    def script(self, path: str) -> str:
        """A `<script>` element with a local address."""
        return f'<script src="{self._url(path)}"></script>'

    def style(self, path: str) -> str:
        """A `<link>` element with a local address."""
        return f'<link rel="stylesheet" href="{self._url(path)}">'


class InlineAssets:
    """Everything inside the page: for one self-contained file.

    read: bytes of a path under `api/static/`; raises FileNotFoundError.
    """

    def __init__(self, read: Callable[[str], bytes]) -> None:
        self._read = read

    def _bytes(self, path: str) -> bytes:
        try:
            return self._read(path)
        except FileNotFoundError as error:
            raise SetupProblem(
                N_("The page asset {path} is missing; run scripts/fetch_assets.py to fetch it."),
                path=path,
            ) from error

    def script(self, path: str) -> str:
        """A `<script>` element that holds the code."""
        code = _SOURCE_MAP.sub("", self._bytes(path).decode("utf-8"))
        # Inside a script element these two would end or comment out the code. The third
        # keeps links in library strings from looking like links of this page.
        code = code.replace("</script", "<\\/script").replace("<!--", "<\\!--")
        code = re.sub(r"""((?:href|src)=\\?["'])(https?:)//""", r"\1\2\\/\\/", code)
        return f"<script>{code}</script>"

    def style(self, path: str) -> str:
        """A `<style>` element that holds the sheet, its images and its fonts."""
        folder = posixpath.dirname(path)

        def inline(match: re.Match[str]) -> str:
            target = match.group(2)
            if target.startswith(("data:", "#")):
                return match.group(0)
            name = posixpath.normpath(posixpath.join(folder, target))
            kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
            content = base64.b64encode(self._bytes(name)).decode("ascii")
            return f"url(data:{kind};base64,{content})"

        sheet = _CSS_URL.sub(inline, self._bytes(path).decode("utf-8"))
        return "<style>" + sheet.replace("</style", "<\\/style") + "</style>"
