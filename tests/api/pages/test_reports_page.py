"""The pages and the API of reports; returns are in test_returns.py."""

import hashlib
import re

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from api.app import WebSettings, create_app
from tests.report_register import write_report_register

FORM_04 = "/reports/view?form=04&period=2026-H1&unit=HP"


@pytest.fixture(scope="module")
def filled(module_database):
    engine = create_engine(module_database.owner_url)
    with Session(engine) as session, session.begin():
        write_report_register(session, name="<script>A</script>")
    engine.dispose()
    return module_database


@pytest.fixture(scope="module")
def reader(filled):
    """Somebody who is not signed in."""
    app = create_app(WebSettings(database_url=filled.web_url))
    with TestClient(app, base_url="http://cluster.example:8000") as client:
        yield client


@pytest.fixture(scope="module")
def office(filled):
    """The operator at the server's own machine, as long as there are no accounts."""
    settings = WebSettings(database_url=filled.web_url, writer_url=filled.writer_url)
    with TestClient(
        create_app(settings), base_url="http://127.0.0.1:8000", client=("127.0.0.1", 5000)
    ) as client:
        yield client


def posted(client, address, **fields):
    client.get("/reports")
    fields["token"] = client.cookies["cluster_gis_form"]
    headers = {"origin": "http://127.0.0.1:8000", "sec-fetch-site": "same-origin"}
    return client.post(address, data=fields, headers=headers)


def test_every_cell_opens_its_records_and_every_empty_cell_says_why(reader):
    page = reader.get(FORM_04).text
    assert len(re.findall(r'class="why"', page)) == 35
    assert "chưa nhập diện tích dự án hạ tầng được duyệt" in page
    why = reader.get("/reports/why?form=04&period=2026-H1&unit=HP&number=4").text
    assert "&lt;script&gt;A&lt;/script&gt;" in why
    assert "Nguồn" in why
    assert reader.get("/reports/why?form=04&period=2026-H1&unit=HP&number=99").status_code == 404


def test_the_list_tells_what_is_due_and_in_english_too(reader):
    page = reader.get("/reports?form=02&period=2026-H1&as_of=2026-06-20").text
    assert "quá hạn, chưa gửi" in page
    assert "19/06/2026" in page
    english = reader.get("/reports?form=02&period=2026-H1&lang=en").text
    assert "overdue, not submitted" in english


@pytest.mark.parametrize(
    ("address", "said"),
    [
        pytest.param("/reports?form=99", "&#39;99&#39;", id="form"),
        pytest.param("/reports?period=2026-Q1", "2026-H1, 2026-9M, 2026-Y", id="period"),
        pytest.param("/reports/view?form=04&period=2026-H1&unit=XX", "hai-phong", id="unit"),
    ],
)
def test_what_is_not_known_is_named(reader, address, said):
    answer = reader.get(address, headers={"accept": "text/html"})
    assert answer.status_code == 400
    assert said in answer.text


def test_a_report_is_issued_verified_and_served_as_issued(office, reader):
    what = {"form": "02", "period": "2026-H1", "unit": "a"}
    assert posted(office, "/reports/issue", **what).status_code == 400
    paper = {"number": "125/BC-SCT", "dated": "24/06/2026", "signer": "Trần Thị B"}
    shown = posted(office, "/reports/issue", **what, **paper)
    assert shown.status_code == 200
    total = re.search(r"/reports/issued/([0-9a-f]{64})", str(shown.url)).group(1)
    document = office.get(f"/api/v1/reports/issued/{total}")
    assert hashlib.sha256(document.content).hexdigest() == total
    assert document.json()["form"] == "02"
    held = office.get(f"/reports/issued/{total}?compare=true").text
    assert "trùng khớp từng byte" in held
    assert "chưa ô nào thay đổi" in held
    workbook = office.get(f"/reports/issued/{total}/xlsx/vi").content
    assert office.get(f"/reports/issued/{total}/xlsx/vi").content == workbook
    verified = reader.get(f"/verify/{hashlib.sha256(workbook).hexdigest()}?lang=vi").text
    assert "Báo cáo này đã được phát hành tại đây" in verified
    assert "<svg" in verified
    for told in paper.values():
        assert told in verified
    assert reader.get(f"/verify/{'0' * 64}").status_code == 404


def test_strangers_read_no_issued_report_and_write_nothing(office, reader):
    [issued] = office.get("/api/v1/reports").json()["issued"]
    assert reader.get("/api/v1/reports").json()["issued"] == []
    assert reader.get(f"/api/v1/reports/issued/{issued['sha256']}").status_code in (401, 403)
    assert reader.post("/reports/issue", data={"form": "04"}).status_code in (401, 403)


def test_the_api_makes_a_form_with_its_records(reader):
    answer = reader.get("/api/v1/reports/forms/04?period=2026-H1&unit=HP").json()
    [area] = [cell for cell in answer["cells"] if cell["number"] == "4"]
    assert area["value"] == "70"
    assert answer["records"][area["parts"][0]["record"]]["source"] == "test"
    duties = reader.get("/api/v1/reports/duties?period=2026-H1&on=2026-06-22").json()["duties"]
    assert {duty["state"] for duty in duties if duty["form"] == "02"} == {"missing"}


def test_a_wrong_figure_is_named_by_its_row_and_the_draft_stays(office):
    shown = posted(office, "/reports/returns", form="02", period="2026-Y", reporter="a")
    number = re.search(r"/reports/returns/(\d+)", str(shown.url)).group(1)
    version = re.search(r'name="version" value="(\w+)"', shown.text).group(1)
    typed = {"figure-projects_fdi": "1,5", "move": "submit", "version": version}
    wrong = posted(office, f"/reports/returns/{number}", **typed)
    assert wrong.status_code == 400
    assert "7 (projects_fdi)" in wrong.text
    assert "bản nháp" in wrong.text
    stale = posted(office, f"/reports/returns/{number}", **typed | {"version": "0"})
    assert stale.status_code == 412
