"""What every page knows: language, province, the two clocks, the register, how links are built."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Any
from urllib.parse import urlencode, urlsplit

from fastapi import Depends, Query, Request
from fastapi.responses import HTMLResponse

from api.dependencies import DbSession, Language
from api.pages.environment import environment
from api.pages.navigation import Group, navigation_for
from api.pages.visitor import NOBODY, Visitor, find_visitor
from api.parameters import parse_known_at, today
from cluster_gis.domain.access import Actor
from cluster_gis.errors import InvalidInput
from cluster_gis.formats import Formats
from cluster_gis.i18n import N_, Translator, data_translator, translator
from cluster_gis.services.read_plan_map import ALL_PROVINCES, choose_province
from cluster_gis.services.remember_verdicts import VerdictMemory
from cluster_gis.storage.queries.overview import recorded_at
from cluster_gis.storage.queries.provinces import ProvinceCount, count_by_province
from cluster_gis.storage.register import revision_at

#: Parameters that a link takes along, in the order they stand in addresses.
CARRIED = ("province", "as_of", "known_at")
HTML = "text/html"


@dataclass(frozen=True, slots=True, kw_only=True)
class PageContext:
    """One request for a page.

    province: None = all of them; with its clusters and the officially reported number.
    as_of: None only when the database could not be asked. dated: the reader chose the day.
    query: the parameters of this address, the day written 2024-05-01.
    """

    language: str
    path: str
    query: dict[str, str]
    asset: Callable[[str], str]
    register: str
    as_of: date | None = None
    dated: bool = False
    known_at: datetime | None = None
    revision: int = 0
    recorded_at: datetime | None = None
    province: ProvinceCount | None = None
    provinces: Sequence[ProvinceCount] = field(default=())

    visitor: Visitor = NOBODY

    @property
    def navigation(self) -> list[Group]:
        """What the reader may open."""
        return navigation_for(self.visitor.may)

    @property
    def sign_in(self) -> str:
        """Address of the page of signing in, which comes back here."""
        return _address("/sign-in", {"next": self.here()} if self.path != "/" else {})

    @property
    def person(self) -> Actor:
        """Who looks at the page."""
        return self.visitor.person

    @property
    def formats(self) -> Formats:
        """Numbers and dates in the language of the page."""
        return Formats(self.language)

    @property
    def gettext(self) -> Translator:
        """Msgid -> text in the language of the page."""
        return translator(self.language)

    @property
    def data(self) -> Translator:
        """Text as the register records it -> text in the language of the page."""
        return data_translator(self.language)

    @property
    def day(self) -> date:
        """The day shown; only asked where the database was."""
        return self.as_of or today()

    @property
    def simulated(self) -> bool:
        """True when the clusters shown are invented."""
        return self.register == "simulated"

    @property
    def province_slug(self) -> str:
        """The province as addresses write it; "all" for all of them."""
        return self.province.province.slug if self.province else ALL_PROVINCES

    @property
    def shown(self) -> Sequence[ProvinceCount]:
        """The provinces that the page speaks of."""
        return [self.province] if self.province else self.provinces

    @property
    def section(self) -> str:
        """First part of the address of this page."""
        return "/" + self.path.strip("/").partition("/")[0]

    def figure(self, name: str, value: Any) -> str:
        """A figure of the state with its unit, by the name of its column."""
        if name.endswith("_ha"):
            return self.formats.hectares(value)
        if name.endswith("_pct"):
            return self.formats.percent(value)
        return self.formats.money(value) if name.endswith("_vnd") else self.formats.number(value)

    def stated(self, row: Mapping[str, Any]) -> str:
        """A stated figure as its source gives it: a range stays a range, a text a text."""
        if row["value"] is None:
            return self.data(self.formats.printed(str(row["value_text"])))
        if row["value_max"] is not None:
            low, high = (self.formats.number(row[name]) for name in ("value", "value_max"))
            return f"{low}–{high} {self.data(row['unit'] or '')}".rstrip()
        # A figure of several clusters together has the unit of theirs.
        return self.figure(row["field"].removesuffix("_of_group"), row["value"])

    def source_links(
        self, row: Mapping[str, Any], known: Mapping[str, str | None] | None = None
    ) -> list[tuple[str, str | None]]:
        """(text, address) of the pages behind a row; several pages share one source key.

        known: source key -> address, for parts of a key that are no address themselves.
        Only web addresses become links: a source may be a file or a letter.
        """
        if row["source_url"]:
            return [(self.data(row["source_title"]), _web(row["source_url"]))]
        parts = str(row["source_key"]).split(" | ")
        if len(parts) == 1:
            return [(self.data(row["source_title"]), None)]
        return [
            (_host(part) or self.data(part), _web((known or {}).get(part) or part))
            for part in parts
        ]

    def last_day(self, end: date) -> str:
        """Last day of a period [.., end), as people name it."""
        return self.formats.day(end - timedelta(days=1))

    def carried(self, without: Sequence[str] = ()) -> Iterator[tuple[str, str]]:
        """Parameters that stay the same from page to page."""
        for name in CARRIED:
            if name not in without and self.query.get(name):
                yield name, self.query[name]

    def url(self, path: str, **changes: Any) -> str:
        """Address of another page that keeps province, day and known-at; None drops one."""
        return _address(path, dict(self.carried()) | changes)

    def file(self, path: str, **changes: Any) -> str:
        """Address of a file of what this page shows: every parameter of it, and its language."""
        return _address(path, self.query | {"lang": self.language} | changes)

    def here(self, **changes: Any) -> str:
        """Address of this page with some parameters changed; None drops one."""
        return _address(self.path, self.query | changes)


def _web(address: str) -> str | None:
    """The address when a browser may follow it."""
    return address if address.startswith(("https://", "http://")) else None


def _host(address: str) -> str | None:
    """Name of the server of a web address, without "www."."""
    host = urlsplit(address).hostname if _web(address) else None
    return host.removeprefix("www.") if host else None


def _address(path: str, parameters: dict[str, Any]) -> str:
    kept = {name: value for name, value in parameters.items() if value not in (None, "")}
    return f"{path}?{urlencode(kept)}" if kept else path


def parse_day(value: str, field_name: str) -> date:
    """A day written 2024-05-01 or 01/05/2024; raises InvalidInput."""
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(value.strip(), form).replace(tzinfo=UTC).date()
        except ValueError:
            continue
    raise InvalidInput(
        N_("{field} is {value}; expected a date such as 2024-05-01 or 01/05/2024."),
        field=field_name,
        value=repr(value),
    )


def bare_context(request: Request, language: str) -> PageContext:
    """A context that asks no database: for pages that say what went wrong.

    Who asked is known when it was found out before that.
    """
    return PageContext(
        language=language,
        path=request.url.path,
        query=dict(request.query_params),
        asset=request.app.state.asset_url,
        register=request.app.state.resources.settings.register,
        visitor=find_visitor(request, None) if hasattr(request.state, "person") else NOBODY,
    )


def get_page(
    *,
    request: Request,
    session: DbSession,
    language: Language,
    province: Annotated[str, Query(max_length=60)] = "",
    as_of: Annotated[str, Query(max_length=20)] = "",
    known_at: Annotated[str, Query(max_length=40)] = "",
) -> PageContext:
    """The context of a page; raises InvalidInput naming a parameter that is wrong."""
    moment = parse_known_at(known_at) if known_at else None
    revision = revision_at(session, moment)
    day = parse_day(as_of, "as_of") if as_of else today()
    # A revision never changes, so what was counted at it holds.
    provinces = request.app.state.desk.recall(
        ("provinces", revision, day),
        lambda: count_by_province(session, as_of=day, revision=revision),
    )
    return PageContext(
        language=language,
        path=request.url.path,
        query=dict(request.query_params) | ({"as_of": day.isoformat()} if as_of else {}),
        asset=request.app.state.asset_url,
        register=request.app.state.resources.settings.register,
        as_of=day,
        dated=bool(as_of),
        known_at=moment,
        revision=revision,
        recorded_at=recorded_at(session, revision),
        province=choose_province(provinces, province),
        provinces=provinces,
        visitor=find_visitor(request, session),
    )


Page = Annotated[PageContext, Depends(get_page)]


def get_verdicts(request: Request) -> VerdictMemory:
    """The verdicts this server remembers."""
    memory: VerdictMemory = request.app.state.verdicts
    return memory


Verdicts = Annotated[VerdictMemory, Depends(get_verdicts)]


def render(template: str, page: PageContext, *, status: int = 200, **values: Any) -> HTMLResponse:
    """The page; it is asked for anew each time, because the register may have changed."""
    text = environment().get_template(template).render(page=page, _=page.gettext, **values)
    headers = {"Cache-Control": "no-cache", "Vary": "Cookie, HX-Request"}
    return HTMLResponse(text, status_code=status, headers=headers)
