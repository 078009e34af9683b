"""From members of an area to cells of a form; missing is never zero.

A condition on a member is True, False or None (cannot be told). A count is certain only when no
member is in doubt; a sum is complete only when every member that counts has its figure. What is
known is told with what is not: a partial cell carries both, an empty cell its reason.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from cluster_gis.domain.reporting.forms import Figure, Form, cut_formula

#: complete: every figure is there. partial: some are. empty: none, `reason` says why.
State = Literal["complete", "partial", "empty"]
HUNDRED = Decimal(100)
#: Percentages are told to two decimals.
_PERCENT = Decimal("0.01")
ZERO = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A figure of one member. record: key of the record it was read from.

    lacking: code of what is still missing of it, None = it is whole.
    """

    value: Decimal
    record: str
    lacking: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """No figure. reason: code of services that says what is missing."""

    reason: str


Answer = Known | Unknown
#: member -> its figure; member -> does it count, with the record that says so.
Measure = Callable[[str], Answer]
Condition = Callable[[str], tuple[bool | None, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What one member adds to a cell. over: its part of the divisor of a ratio."""

    member: str
    value: Decimal
    record: str
    over: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One figure of a report.

    members: how many count for sure. missing: those that count but have no figure.
    undecided: those of which it cannot be told whether they count.
    reason: why it is empty or partial, a code; None when complete.
    """

    number: str
    value: Decimal | None
    state: State
    parts: tuple[Part, ...] = ()
    members: int = 0
    missing: tuple[str, ...] = ()
    undecided: tuple[str, ...] = ()
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Registry:
    """Named measures and conditions of the members, as a form names them.

    entered: field -> figure that the reporter typed; it stands before what would be computed.
    """

    measures: Mapping[str, Measure]
    conditions: Mapping[str, Condition]
    entered: Mapping[str, Known] = field(default_factory=dict)


def fill_form(form: Form, members: Sequence[str], registry: Registry) -> tuple[Cell, ...]:
    """The cells of a form over `members`, headings left out, in the order of the form."""
    cells: dict[str, Cell] = {}
    later = []
    for figure in form.values:
        if figure.aggregate == "text":
            continue
        if figure.key in registry.entered:
            cells[figure.number] = _entered(figure, registry)
        elif figure.aggregate == "formula":
            later.append(figure)
        else:
            cells[figure.number] = fill_cell(figure, members, registry)
    for figure in later:
        cells[figure.number] = _formula(figure, cells)
    return tuple(cells[f.number] for f in form.values if f.number in cells)


def fill_cell(figure: Figure, members: Sequence[str], registry: Registry) -> Cell:
    """The cell of a figure that is no formula."""
    if figure.aggregate == "entered":
        return _entered(figure, registry)
    if not members:
        return Cell(number=figure.number, value=None, state="empty", reason="no_member")
    counted: list[tuple[str, str]] = []
    undecided: list[str] = []
    for member in members:
        told = [registry.conditions[name](member) for name in figure.where]
        if any(holds is False for holds, _ in told):
            continue
        if any(holds is None for holds, _ in told):
            undecided.append(member)
        else:
            counted.append((member, next((record for _, record in reversed(told)), "")))
    doubt = tuple(undecided)
    if figure.aggregate == "count":
        parts = tuple(Part(member=m, value=Decimal(1), record=r) for m, r in counted)
        return _told(figure, parts, members=len(counted), missing=(), undecided=doubt, reason=None)
    return _measured(figure, [member for member, _ in counted], doubt, registry)


def _measured(
    figure: Figure, counted: Sequence[str], undecided: tuple[str, ...], registry: Registry
) -> Cell:
    measure = registry.measures[figure.measure or ""]
    parts, missing, reasons = [], [], []
    for member in counted:
        answer = measure(member)
        over = registry.measures[figure.over](member) if figure.over else None
        lacking = answer if isinstance(answer, Unknown) else over
        if isinstance(lacking, Unknown):
            missing.append(member)
            reasons.append(lacking.reason)
        elif isinstance(answer, Known):
            if answer.lacking is not None:
                missing.append(member)
                reasons.append(answer.lacking)
            parts.append(
                Part(
                    member=member,
                    value=answer.value,
                    record=answer.record,
                    over=over.value if isinstance(over, Known) else None,
                )
            )
    return _told(
        figure,
        tuple(parts),
        members=len(counted),
        missing=tuple(missing),
        undecided=undecided,
        reason=reasons[0] if reasons else None,
    )


def _told(
    figure: Figure,
    parts: tuple[Part, ...],
    *,
    members: int,
    missing: tuple[str, ...],
    undecided: tuple[str, ...],
    reason: str | None,
) -> Cell:
    """Complete, partial or empty. Nothing counted and nothing in doubt is a true zero."""
    value = _ratio(parts) if figure.aggregate == "ratio" else sum((p.value for p in parts), ZERO)
    if missing or undecided:
        state: State = "partial" if parts and value is not None else "empty"
        why = reason or ("undecided" if undecided else None)
    elif value is None:
        state, why = "empty", "nothing_to_divide"
    else:
        state, why = "complete", None
    return Cell(
        number=figure.number,
        value=None if state == "empty" else value,
        state=state,
        parts=parts,
        members=members,
        missing=missing,
        undecided=undecided,
        reason=why,
    )


def _ratio(parts: Sequence[Part]) -> Decimal | None:
    """Sum over sum in percent, rounded once; None without a divisor."""
    over = sum((part.over for part in parts if part.over is not None), ZERO)
    if not over:
        return None
    exact = Fraction(sum((part.value for part in parts), ZERO)) * 100 / Fraction(over)
    return (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(_PERCENT)


def _entered(figure: Figure, registry: Registry) -> Cell:
    known = registry.entered.get(figure.key)
    if known is None:
        return Cell(number=figure.number, value=None, state="empty", reason="not_returned")
    part = Part(member="", value=known.value, record=known.record)
    return Cell(number=figure.number, value=known.value, state="complete", parts=(part,), members=1)


def _formula(figure: Figure, cells: Mapping[str, Cell]) -> Cell:
    """A cell computed of others; a partial or empty operand leaves it partial."""
    rows = [cells[term[1:-1]] for term in figure.terms() if term.startswith("[")]
    known = [cell for cell in rows if cell.value is not None]
    missing = tuple(dict.fromkeys(m for cell in rows for m in cell.missing))
    undecided = tuple(dict.fromkeys(m for cell in rows for m in cell.undecided))
    members = sum(cell.members for cell in rows)
    if not known:
        reason = rows[0].reason if rows else "nothing_to_add"
        return Cell(
            number=figure.number,
            value=None,
            state="empty",
            members=members,
            missing=missing,
            undecided=undecided,
            reason=reason,
        )
    complete = all(cell.state == "complete" for cell in rows)
    value = compute(figure.terms(), {cell.number: cell.value for cell in rows})
    if value is not None and figure.unit == "percent":
        value = value.quantize(_PERCENT)
    return Cell(
        number=figure.number,
        value=value,
        state="empty" if value is None else "complete" if complete else "partial",
        members=members,
        missing=missing,
        undecided=undecided,
        reason=None if complete and value is not None else "operand",
    )


def broken_checks(form: Form, cells: Sequence[Cell]) -> tuple[tuple[Figure, Decimal], ...]:
    """Figures that are not what the form says they are made of, with what it would make them.

    Only where the figure and all its rows are complete: a gap is no contradiction.
    """
    by_number = {cell.number: cell for cell in cells}
    broken = []
    for figure in form.values:
        if figure.check is None:
            continue
        terms = cut_formula(figure.check)
        rows = [by_number[term[1:-1]] for term in terms if term.startswith("[")]
        if any(cell.state != "complete" for cell in (by_number[figure.number], *rows)):
            continue
        made = compute(terms, {cell.number: cell.value for cell in rows})
        if made is not None and made != by_number[figure.number].value:
            broken.append((figure, made))
    return tuple(broken)


def compute(terms: Sequence[str], values: Mapping[str, Decimal | None]) -> Decimal | None:
    """The value of a formula; an empty operand of a sum is left out, a division by it is empty."""
    place = 0

    def factor() -> Decimal | None:
        nonlocal place
        term = terms[place]
        place += 1
        if term == "(":
            inner = total()
            place += 1
            return inner
        return values[term[1:-1]] if term.startswith("[") else Decimal(term)

    def product() -> Decimal | None:
        nonlocal place
        left = factor()
        while place < len(terms) and terms[place] in "*/":
            sign = terms[place]
            place += 1
            right = factor()
            if left is None or right is None or (sign == "/" and right == 0):
                left = None
            else:
                left = left * right if sign == "*" else left / right
        return left

    def total() -> Decimal | None:
        nonlocal place
        left = product()
        while place < len(terms) and terms[place] in "+-":
            sign = terms[place]
            place += 1
            right = product()
            if right is not None:
                left = (left or ZERO) + (right if sign == "+" else -right)
        return left

    return total()
