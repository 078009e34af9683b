"""Periodic returns: begin a version, type figures, submit, accept, send back.

Who may do it is judged before (pages, commands); here the state decides. `by` is the account or the
name of the operator; nothing commits.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from cluster_gis.domain.amounts import NumberLocale, parse_number
from cluster_gis.domain.reporting.cells import fill_form
from cluster_gis.domain.reporting.consolidation import Disagreement, disagreements
from cluster_gis.domain.reporting.documents import cells_of_document
from cluster_gis.domain.reporting.forms import WHOLE, Figure, Form
from cluster_gis.domain.reporting.periods import Period, parse_period
from cluster_gis.domain.reporting.returns import (
    Move,
    ReturnState,
    ReturnVersion,
    advance,
    next_version,
)
from cluster_gis.errors import Conflict, InvalidInput, NotFound
from cluster_gis.i18n import N_
from cluster_gis.services.make_report import Report, find_report_unit, make_report
from cluster_gis.services.read_document import report_of_document
from cluster_gis.services.read_report_forms import find_form
from cluster_gis.services.report_facts import local_units, moment_of, plain, read_report_facts
from cluster_gis.services.report_registry import registry_of
from cluster_gis.storage.queries import reporting as queries

#: Figures of one cluster above these are an error of the unit (REPORT_FORMS D6c, D7).
MOST_BILLION = Decimal(100_000)
INCOME_MILLION = (Decimal(1), Decimal(200))
#: Forms whose reporters type figures; the others are made of the register and of these.
TYPED_FORMS = frozenset({"01", "02"})
#: Fields that are 0 or 1, and fields that may not exceed another.
FLAGS = frozenset({"wwtp_built_or_building", "wwtp_compliant"})
AT_MOST = {
    "projects_fdi": "projects_leased",
    "projects_operating": "projects_leased",
    "wwtp_compliant": "wwtp_built_or_building",
}


def begin_return(
    session: Session, form: str, period: Period, reporter: str, *, by: str, reason: str | None
) -> int:
    """Number of a new draft: the first version, or a correction with its reason.

    A correction begins with the figures that were typed before.
    """
    moment = moment_of(session, None)
    chosen = find_form(form, period.last)
    unit = find_report_unit(session, reporter, chosen, as_of=period.last, revision=moment.revision)
    newest = queries.newest_version(session, form, period.key, unit.key)
    new = queries.NewReturn(
        form=form,
        period=period.key,
        reporter=unit.key,
        version=next_version(newest, reason),
        cluster_code=unit.cluster,
        unit_key=unit.local or (unit.key if unit.level == "province" else None),
        province_key=unit.province,
        typed=newest.typed if newest else {},
        reason=(reason or "").strip() or None,
        by=by,
    )
    return queries.insert_return(session, new)


def get_return(session: Session, number: int, *, lock: bool = False) -> ReturnVersion:
    """One version; raises NotFound."""
    found = queries.find_version(session, number, lock=lock)
    if found is None:
        raise NotFound(N_("There is no return {number}."), number=number)
    return found


def type_figures(
    session: Session, number: int, figures: Mapping[str, str], *, locale: NumberLocale
) -> Mapping[str, str]:
    """Keep the typed figures of a draft, by field; an empty text takes a figure back.

    Raises InvalidInput naming the row for what is no figure of its unit, Conflict for a version
    that is no draft.
    """
    version = get_return(session, number, lock=True)
    if version.state is not ReturnState.DRAFT:
        raise Conflict(N_("A return that was submitted is kept as it was; begin a correction."))
    form = find_form(version.form, parse_period(version.period).last)
    if version.form not in TYPED_FORMS and figures:
        raise Conflict(
            N_("Form {form} is computed of the register and of accepted returns, never typed."),
            form=version.form,
        )
    typed = {**version.typed, **read_figures(form, figures, locale=locale)}
    kept = {key: value for key, value in typed.items() if value}
    _refuse_contradictions(form, kept)
    queries.save_typed(session, number, kept)
    return kept


def fill_from_register(
    session: Session, version: ReturnVersion, *, register: str
) -> Mapping[str, str]:
    """Take over into a draft each whole figure of the register that was not typed; what it holds.

    The reporter then answers for it, and may still change it. A figure that the register does not
    hold, or holds only in part, stays empty; the fill rate stays computed.
    """
    report = make_report(
        session,
        version.form,
        parse_period(version.period),
        version.reporter,
        register=register,
        with_returns=False,
    )
    cells = {cell.number: cell for cell in report.cells}
    found = {
        figure.key: plain(cell.value)
        for figure in report.form.values
        if is_typed(figure) and figure.key not in version.typed
        if (cell := cells.get(figure.number)) is not None
        if cell.state == "complete" and cell.value is not None
    }
    return type_figures(session, version.id, found, locale="en")


def is_typed(figure: Figure) -> bool:
    """Whether a reporter may type the figure: a rate or a sum of rows is always computed (D6)."""
    return figure.aggregate not in ("ratio", "formula", "section", "text")


def read_figures(form: Form, figures: Mapping[str, str], *, locale: NumberLocale) -> dict[str, str]:
    """Field -> figure as plain text; empty stays empty."""
    fields = {figure.key: figure for figure in form.values}
    read = {}
    for key, text in figures.items():
        figure = fields.get(key)
        if figure is None:
            raise InvalidInput(
                N_("{field}: the form has no row {value}."), field="field", value=repr(key)
            )
        if not text.strip():
            read[key] = ""
            continue
        name = f"{figure.number} ({key})"
        if not is_typed(figure):
            raise InvalidInput(N_("{field} is computed, never typed."), field=name)
        value = parse_number(text.strip(), locale=locale, field=name)
        if figure.unit in WHOLE and value != value.to_integral_value():
            _refuse(name, text, "0, 1, 2, …")
        if key in FLAGS and value not in (0, 1):
            _refuse(name, text, "0, 1")
        if figure.unit == "billion_vnd" and value > MOST_BILLION:
            _refuse(name, text, "≤ 100 000 (tỷ đồng)")
        low, high = INCOME_MILLION
        if figure.unit == "million_vnd_person_month" and not low <= value <= high:
            _refuse(name, text, "1 – 200 (triệu đồng/người/tháng)")
        read[key] = plain(value)
    return read


def _refuse(name: str, text: str, expected: str) -> None:
    raise InvalidInput(
        N_("{field} is {value}; expected {expected}."),
        field=name,
        value=repr(text),
        expected=expected,
    )


def _refuse_contradictions(form: Form, typed: Mapping[str, str]) -> None:
    numbers = {figure.key: figure.number for figure in form.values}
    for key, other in AT_MOST.items():
        if key in typed and other in typed and Decimal(typed[key]) > Decimal(typed[other]):
            raise InvalidInput(
                N_("{field} is {value}, more than row {other} ({most})."),
                field=f"{numbers[key]} ({key})",
                value=typed[key],
                other=numbers[other],
                most=typed[other],
            )


def report_of(session: Session, version: ReturnVersion, *, register: str) -> Report:
    """The report of a version: as it was submitted; a draft of what is known and typed now."""
    submitted = None
    if version.state is not ReturnState.DRAFT:
        submitted = queries.submitted_document(session, version.id)
    if submitted is not None:
        return report_of_document(submitted)
    return make_report(
        session,
        version.form,
        parse_period(version.period),
        version.reporter,
        register=register,
        typed=version.typed,
    )


def move_return(
    session: Session,
    number: int,
    move: Move,
    *,
    by: str,
    on: date,
    remark: str | None = None,
    register: str = "real",
) -> ReturnState:
    """Make the move; a submission keeps the report as it is then. Returns the state after it."""
    queries.lock_moments(session)
    version = get_return(session, number, lock=True)
    after = advance(version.state, move, remark)
    document = None
    if move is Move.SUBMIT:
        document = report_of(session, version, register=register).document()
    queries.move_return(
        session,
        number,
        move=move.value,
        from_state=version.state.value,
        to_state=after.value,
        by=by,
        on=on,
        remark=(remark or "").strip() or None,
        document=document,
    )
    return after


def compare_with_parts(
    session: Session, period: Period, province: str, *, whole: Report | None = None
) -> tuple[tuple[Disagreement, ...], list[str]]:
    """Where form 04 of a province is not the sum of its forms 03, and units that sent none.

    whole: the form 04 to be held against them; None = as it would be made now.

    Of a unit that sent its form 03 what it sent counts; what no unit sent is made of the register,
    so that only true differences are named.
    """
    whole = whole or make_report(session, "04", period, province)
    facts = read_report_facts(session, period, moment_of(session, None))
    local, registry = find_form("03", period.last), registry_of(facts)
    sent = {
        row["reporter"]: row
        for row in queries.accepted_returns(session, period.key, ("03",), known_at=None)
    }
    parts, silent = [], []
    for key, codes in local_units(facts, whole.unit.key).items():
        if key in sent:
            parts.append(cells_of_document(sent[key]["document"]))
        else:
            silent.append(key or "")
            parts.append(fill_form(local, codes, registry))
    return disagreements(whole.form, whole.cells, parts), silent
