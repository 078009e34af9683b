"""The forms of reports as shipped: TOML, one form a file, or several as [[forms]]."""

import tomllib
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from cluster_gis.domain.reporting.forms import Form, parse_form
from cluster_gis.errors import InvalidInput
from cluster_gis.i18n import N_

FORMS = Path(__file__).parent.parent.parent / "data" / "report_forms"

Table = Mapping[str, Any]


@cache
def read_forms(folder: Path = FORMS) -> tuple[Form, ...]:
    """Every form and version, by number of the form, then by first day.

    A form may take the rows of another over (`rows_of`, its number). Raises InvalidInput naming
    file and field for a file that is no form.
    """
    tables: list[tuple[str, Table]] = []
    for path in sorted(folder.glob("*.toml")):
        if path.name != "source.toml":
            read = tomllib.loads(path.read_text(encoding="utf-8"))
            tables += [(path.name, table) for table in read.get("forms", [read])]
    forms = [parse_form(_with_rows(table, tables, name), file=name) for name, table in tables]
    return tuple(sorted(forms, key=lambda form: (form.form, form.valid_from)))


def _with_rows(table: Table, tables: Sequence[tuple[str, Table]], name: str) -> Table:
    other = table.get("rows_of")
    if other is None:
        return table
    for _file, found in tables:
        if found.get("form") == other and "rows" in found:
            return {"groups": found.get("groups", []), **table, "rows": found["rows"]}
    raise InvalidInput(
        N_("{file}, {field}: the form cannot be read ({reason})."),
        field="rows_of",
        file=name,
        reason=f"no form {other}",
    )


def find_form(name: str, day: date, *, version: str | None = None) -> Form:
    """The version of a form for a period that ends on `day`; raises InvalidInput for none.

    version: just this one when it is still shipped, to make again what was issued in it.

    A day before its first version gets that one: what was not reported then is asked for in the
    oldest words there are.
    """
    versions = [form for form in read_forms() if form.form == name]
    if not versions:
        known = sorted({form.form for form in read_forms()})
        raise InvalidInput(
            N_("{field}: {value} is not known; one of {expected} is expected."),
            field="form",
            value=repr(name),
            expected=", ".join(known),
        )
    for form in versions:
        if form.version == version:
            return form
    current = [form for form in versions if not form.replaced]
    return next((form for form in current if form.holds_on(day)), current[0])
