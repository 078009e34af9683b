"""What rows of projects, land lots and leases must answer before they are written (D1, D3)."""

from collections.abc import Iterator
from decimal import Decimal

from cluster_gis.domain.progress_entry import Checking, EntryRow
from cluster_gis.domain.progress_keys import row_key
from cluster_gis.domain.staging import RowIssue
from cluster_gis.i18n import N_

_REALISED_MOST = Decimal("1.5")


def check_project(row: EntryRow, _: Checking) -> Iterator[RowIssue]:
    """A tax code of the known forms; realised capital near the registered (D3)."""
    code = row.values.get("tax_code")
    if code is not None and not _is_tax_code(str(code)):
        yield row.issue(
            "tax_code",
            "tax_code",
            N_("Expected 10 digits, 12, or 10 and a branch: 0200123456-001."),
        )
    realised, registered = (
        row.values.get(f"{name}_capital_vnd") for name in ("realised", "registered")
    )
    if realised and registered and realised > registered * _REALISED_MOST:
        yield row.issue(
            "realised_capital_vnd",
            "realised_above",
            N_("Realised capital is more than one and a half times the registered capital."),
            severity="warning",
        )


def _is_tax_code(code: str) -> bool:
    digits = code.replace("-", "", 1)
    lengths = (13,) if "-" in code else (10, 12)
    return digits.isdigit() and len(digits) in lengths and ("-" not in code or code[10] == "-")


def check_lease(row: EntryRow, checking: Checking) -> Iterator[RowIssue]:
    """Leases of the day must fit into the industrial land (D1)."""
    state = checking.held.states.get(row.code or "")
    land = state.get("industrial_land_ha") if state else None
    area = row.values.get("area_ha")
    if not land or area is None:
        return
    own = row_key(row, checking.held, checking.reporter)
    held = sum(
        (
            lease["area_ha"]
            for lease in checking.held.leases.get(row.code or "", ())
            if lease["lease_key"] != own
        ),
        Decimal(0),
    )
    if held + area > land:
        yield row.issue(
            "area_ha",
            "above_industrial_land",
            N_("With {column} the leases come to {sum} ha, above {land} ha of industrial land."),
            severity="warning",
            sum=held + area,
            land=land,
        )


def check_lot(row: EntryRow, checking: Checking) -> Iterator[RowIssue]:
    """A lot that is let has a contract; one that is free has none."""
    free, lot = row.values.get("leased") is False, row.values.get("lot_no")
    key = f"{row.code}/{lot}"
    for lease in checking.held.leases.get(row.code or "", ()) if free else ():
        if lease["lot_key"] == key:
            yield row.issue(
                "leased",
                "free_with_contract",
                N_("The lot is told free, but the contract of {tenant} holds."),
                severity="warning",
                tenant=lease["tenant"] or "?",
            )
