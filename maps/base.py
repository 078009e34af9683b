"""A folium.Map that asks nothing of the outside world and runs no script written into the page.

`OfflineMap` is a folium.Map whose figure replaces every script and style link by a
local one when it renders: one choke point (`OfflineFigure.render`), whoever added the
link, without patching folium for anybody else. A link it does not know raises, so a
new plugin cannot bring a remote address in unseen.

Left out of folium's own list, because no map here uses them: jQuery (needed by
folium.Popup), Bootstrap, Font Awesome and awesome-markers (needed by folium.Icon).
Text about a cluster reaches the page as JSON and is written by our own scripts as
text nodes, never through HTML or a template literal.

folium writes each map as a script inside the page, which the server's content security
policy forbids. Here the map and its parts are described as JSON, and `map/begin.js` makes
them; an element that brings a script of its own raises (`InlineScriptError`).
"""

import json
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from typing import Any

from maps.folium_alone import folium  # isort: skip - before anything else imports folium
from branca.element import CssLink, Element, Figure, JavascriptLink, MacroElement
from folium.elements import JSCSSMixin
from folium.template import Template
from folium.utilities import camelize

from maps.assets import Assets

#: what folium or a plugin names -> our copy under api/static/. The end of the address
#: decides: folium pins versions in the middle of it.
LOCAL_COPIES: Mapping[str, str] = {
    "/leaflet.js": "vendor/leaflet/leaflet.js",
    "/leaflet.css": "vendor/leaflet/leaflet.css",
}

#: attributes through which a page fetches something by itself when it is opened.
_FETCHING = {("script", "src"), ("link", "href"), ("img", "src"), ("iframe", "src")}
_FETCHING |= {("source", "src"), ("video", "src"), ("audio", "src"), ("object", "data")}


#: The script that makes what the page describes; the last of the page.
BEGIN = "map/begin.js"


class OutsideLinkError(ValueError):
    """A page of ours would fetch something from another host."""


class InlineScriptError(ValueError):
    """A page of ours would run a script written into it, which browsers are told to refuse."""


def page_json(value: Any) -> str:
    """`value` as compact JSON that is safe inside a script element, whatever texts it holds."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return (
        text.replace("&", "\\u0026")
        .replace("<", "\\u003c")
        .replace(">", "\\u003e")
        .replace("\u2028", "\\u2028")
        .replace("\u2029", "\\u2029")
    )


class OfflineFigure(Figure):
    """The page around a map: local links only, a language, a title that is text."""

    _template = Template(
        "<!DOCTYPE html>\n"
        '<html lang="{{ this.language|e }}">\n'
        "<head>\n<title>{{ this.title|e }}</title>\n"
        '<link rel="icon" href="data:,">\n{{ this.header.render(**kwargs) }}\n</head>\n'
        "<body>\n{{ this.html.render(**kwargs) }}\n"
        "{{ this.description() }}\n</body>\n</html>\n"
    )

    def __init__(self, assets: Assets, *, title: str, language: str) -> None:
        super().__init__(title=title)
        self.assets = assets
        self.language = language
        #: name of the data's element -> maker, in the order of their work.
        self.work: dict[str, str] = {}

    def description(self) -> str:
        """The map and the work on it as JSON, and the script that does it."""
        [page_map] = [one for one in self._children.values() if isinstance(one, OfflineMap)]
        told = {**page_map.described(), "work": list(self.work.items())}
        data = f'<script type="application/json" id="cg-map">{page_json(told)}</script>'
        return data + "\n" + self.assets.script(BEGIN)

    def render(self, **kwargs: Any) -> str:
        """The page; raises OutsideLinkError rather than let a remote address through."""
        self._take_home()
        html: str = self._template.render(this=self, kwargs=kwargs)
        for address in outside_links(html):
            raise OutsideLinkError(f"the page would fetch {address}")
        return html

    def pieces(self) -> tuple[str, str, str]:
        """Head, body and scripts at the end, for a page around the map; raises OutsideLinkError."""
        self._take_home()
        head, body = (str(part.render()) for part in (self.header, self.html))
        end = self.description()
        for address in outside_links(head + body + end):
            raise OutsideLinkError(f"the page would fetch {address}")
        return head, body, end

    def _take_home(self) -> None:
        for child in self._children.values():
            child.render()
        for name in self.script._children:
            raise InlineScriptError(f"{name} brings a script of its own; make it a Part")
        for part in (self.header, self.html):
            for name, element in part._children.items():
                part._children[name] = self._at_home(element)

    def _at_home(self, element: Element) -> Element:
        if isinstance(element, JavascriptLink):
            return Raw(self.assets.script(local_path(element.url)))
        if isinstance(element, CssLink):
            return Raw(self.assets.style(local_path(element.url)))
        if type(element) is Element and element._template_str is not None:
            return Raw(element._template_str)
        return element


class Raw(Element):
    """HTML or script that stands in the page exactly as given.

    branca takes the text of every other Element for a Jinja template: a cluster named
    `{{ 7 * 7 }}` would be run on the server, and two megabytes of data compiled.
    """

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text

    def render(self, **_kwargs: Any) -> str:
        """The text."""
        return self.text


def local_path(address: str) -> str:
    """Path under api/static/ that stands for `address`; raises OutsideLinkError if none does."""
    if "//" not in address:
        return address
    for ending, path in LOCAL_COPIES.items():
        if address.partition("?")[0].endswith(ending):
            return path
    raise OutsideLinkError(f"no local copy of {address} is known to maps/base.py")


class _Addresses(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.outside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.outside += [
            value
            for name, value in attrs
            if value
            and (tag, name) in _FETCHING
            and value.strip().lower().startswith(("http:", "https:", "//"))
        ]


def outside_links(html: str) -> Iterator[str]:
    """Addresses of other hosts that a browser fetches by itself on opening `html`."""
    parser = _Addresses()
    parser.feed(html)
    parser.close()
    yield from parser.outside


class OfflineMap(folium.Map):
    """folium.Map in an OfflineFigure: no tiles, Leaflet from our own files, pages that zoom.

    name: the JavaScript variable and element id become `map_<name>`, so that the same
    records always give the same page, byte for byte.
    """

    # folium's own header forbids the reader to zoom the page (user-scalable=no).
    _template = Template(
        """
        {% macro header(this, kwargs) %}
            <meta name="viewport" content="width=device-width, initial-scale=1">
        {% endmacro %}
        {% macro html(this, kwargs) %}
            <div class="folium-map" id="{{ this.get_name() }}"></div>
        {% endmacro %}
        """
    )

    def __init__(
        self, assets: Assets, *, name: str, title: str, language: str = "vi", **options: Any
    ) -> None:
        super().__init__(tiles=None, control_scale=False, zoom_control=False, **options)
        self._id = name
        self.default_js = [("leaflet", "vendor/leaflet/leaflet.js")]
        self.default_css = [
            ("fonts_css", "fonts.css"),
            ("leaflet_css", "vendor/leaflet/leaflet.css"),
            ("map_css", "map/map.css"),
        ]
        self.figure = OfflineFigure(assets, title=title, language=language)
        self.figure.add_child(self)  # takes the map out of the figure folium gave it

    def described(self) -> dict[str, Any]:
        """Name and options of the map as Leaflet takes them."""
        # folium names options as Python does; Leaflet, as JavaScript does.
        named = {camelize(name): value for name, value in self.options.items()}
        return {"map": self.get_name(), "options": {"center": self.location, **named}}


class Part(JSCSSMixin, MacroElement):
    """One piece of our own scripts set to work on the map: `ClusterGis.<maker>(map, options)`.

    maker: function name in api/static/map/. options: plain data, becomes JSON.
    scripts: paths under api/static/ that define it, in order.
    """

    def __init__(self, maker: str, options: Any, *, scripts: tuple[str, ...] = ()) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "part"
        self._id = maker
        self.maker = maker
        self.options = options
        self.default_js = [(f"js:{path}", path) for path in ("map/core.js", *scripts)]

    def render(self, **_kwargs: Any) -> str:
        """Add links, data and the work to the page; the element itself has no HTML."""
        figure, page_map, name = self.get_root(), self._parent, self.get_name()
        if not isinstance(figure, OfflineFigure) or page_map is None:
            raise TypeError(f"{name} must be added to a map before it is rendered")
        for key, path in self.default_js:
            figure.header.add_child(JavascriptLink(path), name=key)
        data = f'<script type="application/json" id="{name}">{page_json(self.options)}</script>'
        figure.html.add_child(Raw(data), name=name)
        figure.work[name] = self.maker
        return ""
