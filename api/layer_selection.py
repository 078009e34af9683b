"""What a request asks of a layer, from its query parameters: the same for items and for tiles."""

from collections.abc import Mapping, Set

from api.parameters import parse_column, parse_crs, parse_period, today
from api.recent import Recent
from api.resources import Resources
from cluster_gis.errors import InvalidInput
from cluster_gis.i18n import N_
from cluster_gis.storage.crs import CRS84
from cluster_gis.storage.filters import Filter, parse_filter
from cluster_gis.storage.layers import Layer, Selection
from cluster_gis.storage.queries.provinces import FIND_PROVINCE

#: Parameters that are no property of a layer: of every answer, and of answers of many features.
CLOCKS = frozenset({"datetime", "known_at"})
FILTER = frozenset({"filter", "filter-lang", "filter-crs"})
CHOICES = CLOCKS | FILTER | {"province"}
FILTER_LANGUAGES = ("cql2-text", "cql2-json")

_provinces = Recent(200)


def period_of(asked: Mapping[str, str]) -> str:
    """`datetime` as `daterange` text; left out = today."""
    return parse_period(asked["datetime"] if "datetime" in asked else today().isoformat())


def equals_of(layer: Layer, asked: Mapping[str, str], others: Set[str]) -> dict[str, object]:
    """Column -> value asked for, of every parameter that is not one of `others`."""
    return {
        name: parse_column(name, value, layer.filters[name])
        for name, value in asked.items()
        if name not in others
    }


async def read_selection(
    resources: Resources, layer: Layer, asked: Mapping[str, str], revision: int, others: Set[str]
) -> Selection:
    """The selection without its box; a province is looked up by name."""
    chosen = filter_of(layer, asked)
    return Selection(
        during=period_of(asked),
        revision=revision,
        province=await _province(resources, asked.get("province"), revision),
        equal=equals_of(layer, asked, others),
        condition=chosen.sql if chosen else None,
        values=chosen.values if chosen else {},
    )


def filter_of(layer: Layer, asked: Mapping[str, str]) -> Filter | None:
    """The filter of a request, read; None = there is none."""
    language = asked.get("filter-lang", "cql2-text")
    if language not in FILTER_LANGUAGES:
        raise InvalidInput(
            N_("The parameter {field} is {value}; expected one of {known}."),
            field="filter-lang",
            value=repr(language),
            known=", ".join(FILTER_LANGUAGES),
        )
    crs = parse_crs("filter-crs", asked.get("filter-crs", CRS84.uri))
    if "filter" not in asked:
        return None
    return parse_filter(layer, asked["filter"], language=language, crs=crs)


async def _province(resources: Resources, value: str | None, revision: int) -> str | None:
    """Unit key of a province named by key, code or slug."""
    if value is None:
        return None
    name = (id(resources), value, revision)
    key = _provinces.get(name)
    if key is None:
        values = {"value": parse_column("province", value, "text"), "revision": revision}
        row = await resources.fetch_row(FIND_PROVINCE, values)
        if row is None:
            raise InvalidInput(
                N_(
                    "The parameter {field} is {value}; expected a province such as 31, 2025:31 or "
                    "hai-phong."
                ),
                field="province",
                value=repr(value),
            )
        key = row[0]
        _provinces.keep(name, key)
    return str(key)
