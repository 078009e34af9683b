"""What may be said of a cluster in an item of a proposal: one table, read by forms, diffs and law.

A value travels as text, exactly as written down in the revision: hectares and money as decimal
text, yes and no as "true" and "false". None = not said, never zero.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, Literal

from cluster_gis.domain.facts import KINDS, check_amount
from cluster_gis.errors import InvalidInput
from cluster_gis.i18n import N_


class ItemKind(StrEnum):
    """What an item wants of the plan or of a cluster."""

    ADD = "add"
    ADJUST = "adjust"
    EXPAND = "expand"
    WITHDRAW = "withdraw"
    ESTABLISH = "establish"


KIND_NAMES = {
    ItemKind.ADD: N_("Add to the plan"),
    ItemKind.ADJUST: N_("Adjust in the plan"),
    ItemKind.EXPAND: N_("Expand the cluster"),
    ItemKind.WITHDRAW: N_("Withdraw from the plan"),
    ItemKind.ESTABLISH: N_("Establish the cluster"),
}
#: The procedure of the law that an item is judged under.
PROCEDURE_OF = {
    ItemKind.ADD: "plan_add",
    ItemKind.ADJUST: "plan_adjust",
    ItemKind.EXPAND: "expand",
    ItemKind.WITHDRAW: "plan_withdraw",
    ItemKind.ESTABLISH: "establish",
}
#: Items that change the plan, and items that change a cluster.
PLAN_KINDS = frozenset({ItemKind.ADD, ItemKind.ADJUST, ItemKind.WITHDRAW})
CLUSTER_KINDS = frozenset({ItemKind.EXPAND, ItemKind.ESTABLISH})
BASES = ("a", "b")

Type = Literal["text", "area", "money", "count", "yes_no", "choice"]
_ALL = frozenset(ItemKind)
_LAND = frozenset({ItemKind.ADD, ItemKind.ADJUST, ItemKind.EXPAND, ItemKind.ESTABLISH})


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One fact of an item. kinds: items that ask for it. unit: "ha", "VND" or None.

    long: a text of several lines. for_papers: only papers ask for it, the law's check does not.
    """

    name: str
    label: str
    type: Type
    kinds: frozenset[ItemKind]
    unit: str | None = None
    choices: tuple[str, ...] = ()
    long: bool = False
    for_papers: bool = False


def _field(
    name: str,
    label: str,
    value: Type,
    kinds: frozenset[ItemKind] = _LAND,
    choices: tuple[str, ...] = (),
) -> Field:
    unit = {"area": "ha", "money": "VND"}.get(value)
    return Field(
        name=name,
        label=label,
        type=value,
        kinds=kinds,
        unit=unit,
        choices=choices,
        long=name in _LONG,
    )


def _paper(
    name: str, label: str, value: Type = "text", kinds: frozenset[ItemKind] = CLUSTER_KINDS
) -> Field:
    """A field that only papers ask for; its texts are long."""
    unit = {"area": "ha", "money": "VND"}.get(value)
    long = value == "text"
    return Field(
        name=name, label=label, type=value, kinds=kinds, unit=unit, long=long, for_papers=True
    )


_LONG = frozenset({"grounds", "conversion_solution", "works_schedule", "funding"})


FIELDS = (
    _field("name", N_("Name of the cluster"), "text", _ALL),
    _field("commune_key", N_("Commune, ward or special zone"), "text"),
    _field("area_ha", N_("Area asked for"), "area"),
    _field("kind", N_("Kind of cluster"), "choice", choices=KINDS),
    _field("sectors", N_("Main sectors"), "text"),
    _field("phase", N_("Phase of the plan"), "text", frozenset({ItemKind.ADD, ItemKind.ADJUST})),
    _field("capital_vnd", N_("Estimated total capital"), "money"),
    _field("industrial_land_ha", N_("Industrial land"), "area"),
    _field("service_area_ha", N_("Land of the service area"), "area"),
    _field("craft_industrial_land_ha", N_("Industrial land for craft producers"), "area"),
    _field("documented_demand_ha", N_("Documented demand for land"), "area"),
    _field("residents_inside", N_("Residents inside the boundary"), "count"),
    _field("land_use_plan_fits", N_("The land fund fits the land-use plan"), "yes_no"),
    _field("basis", N_("Basis of the change (point of the clause)"), "choice",
           frozenset({ItemKind.ADD, ItemKind.ADJUST, ItemKind.WITHDRAW}), BASES),
    _field("conversion_solution", N_("Conversion solution of the land withdrawn"), "text",
           frozenset({ItemKind.WITHDRAW})),
    _field("investor", N_("Infrastructure investor"), "text"),
    _field("investor_legal_status", N_("The investor has legal status"), "yes_no"),
    _field("investor_capacity", N_("The investor has the capacity"), "yes_no"),
    _field("investor_experience", N_("The investor has experience"), "yes_no"),
    _field("investor_requests", N_("The investor requests to build the infrastructure"), "yes_no"),
    _field("works_schedule", N_("Schedule of the infrastructure"), "text",
           frozenset({ItemKind.EXPAND, ItemKind.ESTABLISH})),
    _field("funding", N_("Funding structure"), "text",
           frozenset({ItemKind.EXPAND, ItemKind.ESTABLISH})),
    _field("grounds", N_("Grounds of the proposal"), "text", _ALL),
    _paper("works_scale", N_("Scale of the infrastructure works")),
    _paper("capital_equity_vnd", N_("Capital: equity of the investor"), "money"),
    _paper("capital_loan_vnd", N_("Capital: loans"), "money"),
    _paper("capital_state_vnd", N_("Capital: state budget"), "money"),
    _paper("capital_other_vnd", N_("Capital: other sources"), "money"),
    _paper("incentives", N_("Incentives, support and their conditions")),
    _paper("investor_duties", N_("Duties of the infrastructure investor")),
    _paper("investor_office", N_("Seat and legal papers of the investor")),
    _paper("priority_land_ha",
           N_("Least land for private high-tech firms, small firms and start-ups"), "area"),
    # The groups of an investment report, 32/2024/NĐ-CP Điều 9 khoản 2 a-g.
    _paper("report_need", N_("Report a: labour, parks and clusters nearby")),
    _paper("report_land", N_("Report b: present land use, land recovery, connections")),
    _paper("report_works", N_("Report c: works chosen, clearance, attraction, fire, housing")),
    _paper("report_finance", N_("Report d: ability to raise the capital")),
    _paper("report_operation", N_("Report đ: operating costs, way of management")),
    _paper("report_environment", N_("Report e: preliminary environmental assessment")),
    _paper("report_effect", N_("Report g: economic and social effect, how it is carried out")),
    _paper("decision_other", N_("Other content of the decision"), "text", _ALL),
)  # fmt: skip
#: Of an expansion these are of the whole cluster as it will be.
_AFTER_EXPANSION = {
    "area_ha": N_("Area after the expansion"),
    "industrial_land_ha": N_("Industrial land after the expansion"),
}
BY_NAME: Mapping[str, Field] = {field.name: field for field in FIELDS}
MOST_TEXT = 4000


def fields_of(kind: ItemKind) -> tuple[Field, ...]:
    """What an item of this kind may say, in the order forms ask."""
    return tuple(field for field in FIELDS if kind in field.kinds)


def label_of(field: Field, kind: str) -> str:
    """What the field is called in an item of this kind; a msgid."""
    after = _AFTER_EXPANSION.get(field.name) if kind == ItemKind.EXPAND else None
    return after or field.label


def clean_value(field: Field, value: Any, path: str) -> str | None:
    """The value as it is kept; raises InvalidInput naming `path` and the expected form."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    text = ("true" if value else "false") if isinstance(value, bool) else str(value).strip()
    if field.type == "text":
        if len(text) > MOST_TEXT:
            raise InvalidInput(
                N_("{field} has {value} characters; at most {most} are kept."),
                field=path,
                value=len(text),
                most=MOST_TEXT,
            )
        return text
    if field.type == "choice":
        return _one_of(text, field.choices, path)
    if field.type == "yes_no":
        return _one_of(text, ("true", "false"), path)
    return _number(field, text, path)


def _one_of(text: str, expected: tuple[str, ...], path: str) -> str:
    if text not in expected:
        raise InvalidInput(
            N_("{field}: {value} is not known; one of {expected} is expected."),
            field=path,
            value=repr(text),
            expected=", ".join(expected),
        )
    return text


def _number(field: Field, text: str, path: str) -> str:
    """A decimal point, no thousands: what forms write for people arrives here settled."""
    try:
        amount = Decimal(text)
    except InvalidOperation:
        amount = Decimal("NaN")
    whole_only = field.type == "count"
    if not amount.is_finite() or (whole_only and amount != amount.to_integral_value()):
        raise InvalidInput(
            N_("{field} is {value}; a number is expected, with a point for decimals."),
            field=path,
            value=repr(text),
        )
    check_amount(amount, path.rpartition(".")[0], field.name)
    if field.name == "area_ha" and amount == 0:
        raise InvalidInput(
            N_("{field} is {value}; more than 0 is expected."), field=path, value=text
        )
    return str(int(amount)) if whole_only else f"{amount:f}"
