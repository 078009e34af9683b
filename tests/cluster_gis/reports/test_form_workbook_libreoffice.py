"""LibreOffice computes the figures of our workbooks anew and comes to the same ones."""

import io
import re
import shutil
import subprocess
import zipfile
from datetime import date

import pytest
from openpyxl import load_workbook

from cluster_gis.domain.reporting.periods import parse_period
from cluster_gis.reports.report_files import report_file
from cluster_gis.services.make_report import make_report
from tests.report_register import HALF_YEAR, write_report_register

DAY = date(2026, 12, 20)


def without_stored_values(content):
    """The same workbook whose formulas have no results beside them."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(target, "w") as made:
        for entry in source.infolist():
            data = source.read(entry)
            if entry.filename.startswith("xl/worksheets/"):
                data = re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1", data)
            made.writestr(entry, data)
    return target.getvalue()


@pytest.mark.full
@pytest.mark.parametrize(
    ("form", "period", "unit"),
    [
        pytest.param("04", HALF_YEAR, "HP", id="form-04"),
        pytest.param("005.N/BCB-CT", parse_period("2026-Y"), None, id="a-table-with-groups"),
        pytest.param("T4", HALF_YEAR, "HP", id="a-table-with-computed-columns"),
    ],
)
def test_recalculated_figures_are_ours(session, tmp_path, form, period, unit):
    office = shutil.which("soffice")
    assert office is not None, "this test of `make test-full` needs LibreOffice (soffice)"
    write_report_register(session)
    report = make_report(session, form, period, unit)
    content = report_file(report, None, "xlsx", "vi", printed_on=DAY)
    (tmp_path / "in.xlsx").write_bytes(without_stored_values(content))
    subprocess.run(
        [office, "--headless", f"-env:UserInstallation=file://{tmp_path}/profile",
         "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(tmp_path / "out"),
         str(tmp_path / "in.xlsx")],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    ours = load_workbook(io.BytesIO(content), data_only=True).worksheets[0]
    live = load_workbook(io.BytesIO(content)).worksheets[0]
    theirs = load_workbook(tmp_path / "out" / "in.xlsx", data_only=True).worksheets[0]
    formulas = [c.coordinate for row in live.iter_rows() for c in row if str(c.value)[:1] == "="]
    assert formulas
    for place in formulas:
        assert float(theirs[place].value) == pytest.approx(float(ours[place].value)), place
