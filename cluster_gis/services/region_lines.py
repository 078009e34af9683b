"""Lines of region sets below a table of provinces: a cluster may stand in several of them."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from cluster_gis.domain.reporting.cells import Cell, Registry, fill_form
from cluster_gis.domain.reporting.forms import Form
from cluster_gis.domain.reporting.region_sets import REGION_SETS, lies_in
from cluster_gis.services.report_facts import ReportFacts
from cluster_gis.services.report_lines import Line, sum_texts
from cluster_gis.storage.queries.regions import former_provinces, members_on

_INSIDE = "in_region_set"


@dataclass(frozen=True, slots=True, kw_only=True)
class Regions:
    """members: set -> provinces on the day. parts: province of 2025 -> those it took in."""

    members: Mapping[str, Mapping[str, str]]
    parts: Mapping[str, set[str]]


def read_regions(session: Session, *, on: date, revision: int) -> Regions:
    """Sets of the day as known at the revision."""
    return Regions(
        members=members_on(session, on=on, revision=revision),
        parts=former_provinces(session, revision=revision),
    )


def set_lines(
    form: Form, codes: Sequence[str], facts: ReportFacts, registry: Registry, regions: Regions
) -> Iterator[Line]:
    """One line a set; empty, and saying so, as long as nobody loaded which provinces it has."""
    for key in form.sets:
        label = REGION_SETS[key]
        members = regions.members.get(key)
        yield Line(
            kind="region",
            number="",
            key=key,
            texts=sum_texts(form, label.vi, label.en),
            cells=_not_loaded(form)
            if not members
            else _inside(form, codes, facts, registry, members.keys(), regions),
        )


def _not_loaded(form: Form) -> tuple[Cell, ...]:
    return tuple(
        Cell(number=figure.number, value=None, state="empty", reason="no_region_list")
        for figure in form.values
        if figure.aggregate != "text"
    )


def _inside(
    form: Form,
    codes: Sequence[str],
    facts: ReportFacts,
    registry: Registry,
    members: Collection[str],
    regions: Regions,
) -> tuple[Cell, ...]:
    """The form over the clusters of the set; one that cannot be placed is told as in doubt."""
    keys = frozenset(members)

    def inside(code: str) -> tuple[bool | None, str]:
        row = facts.rows[code]
        return lies_in(keys, row.province_key, row.former_province_key, regions.parts), ""

    asked = replace(
        form,
        figures=tuple(replace(one, where=(_INSIDE, *one.where)) for one in form.figures),
    )
    conditions = {**registry.conditions, _INSIDE: inside}
    return fill_form(asked, codes, replace(registry, conditions=conditions))
