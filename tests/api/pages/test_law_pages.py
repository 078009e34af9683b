"""Pages of findings, of the rule book and of all clusters by rule; documents to save."""

import io
import re
from html import unescape

import pytest
from docx import Document
from pypdf import PdfReader

from cluster_gis.law.register import RULES
from tests.api.pages.conftest import HOSTILE

HTML = {"accept": "text/html,application/xhtml+xml"}
FINDINGS = "/clusters/hp-tien-lang/findings"


@pytest.fixture(autouse=True)
def no_cookie_of_another_test(client):
    client.cookies.clear()


def words(client, address, status=200):
    answer = client.get(address, headers=HTML)
    assert answer.status_code == status, answer.text
    body = re.sub(r"<(script|style)\b.*?</\1>", " ", answer.text, flags=re.S)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", body)))


def test_findings_tell_verdict_basis_figures_sources_and_what_would_change(client):
    text = words(client, f"{FINDINGS}?procedure=expand&on=2026-09-15&facts_on=2022-01-01")
    for said in (
        "Tiên Lãng",
        "pháp luật ngày 15/09/2026",
        "dữ kiện ngày 01/01/2022",
        "Tỷ lệ lấp đầy của cụm",
        "Điều 8 khoản 2",
        "≥ 50 %",
        "35 ha",
        "Nguồn: Quy hoạch",
        "Điều gì làm kết luận thay đổi",
        "theo nguồn khác",
        "chưa xác minh: 1, 3",
        "Các bước và thời hạn",
        "20 ngày làm việc",
        "Thành phần hồ sơ",
        "Số liệu còn thiếu",
    ):
        assert said in text, said


def test_findings_show_the_five_days_of_the_law_with_what_turned(client):
    text = words(client, f"{FINDINGS}?on=2026-09-15")
    for day in ("31/07/2020", "01/08/2020", "01/05/2024", "01/05/2026", "15/09/2026"):
        assert day in text
    assert "Thay đổi từ ngày 01/05/2024 và lý do" in text
    assert "EST-LAND" in text


def test_other_days_may_be_compared_in_either_way_of_writing(client):
    text = words(client, f"{FINDINGS}?on=01/05/2024&days=2024-04-30,01/05/2024")
    assert "Thay đổi từ ngày 01/05/2024" in text
    assert "31/07/2020" not in text


@pytest.mark.parametrize(
    ("query", "field"),
    [
        pytest.param("procedure=marry", "procedure", id="procedure"),
        pytest.param("on=2024-13-01", "on", id="day"),
        pytest.param("days=2024-01-01", "days", id="one-day"),
        pytest.param("days=yesterday,today", "days", id="no-days"),
    ],
)
def test_a_wrong_parameter_of_findings_is_named(client, query, field):
    answer = client.get(f"{FINDINGS}?{query}")
    assert answer.status_code in (400, 422)
    assert field in answer.text


def test_findings_of_nothing_are_not_there(client):
    assert client.get("/clusters/nope/findings", headers=HTML).status_code == 404


def test_hostile_texts_are_texts_on_the_page_of_findings(client):
    html = client.get("/clusters/hp-thu/findings?procedure=operate", headers=HTML).text
    assert HOSTILE not in html
    assert "javascript:" not in html
    assert "49" not in re.findall(r"<h1>(.*?)</h1>", html)[0]


def test_the_rule_book_page_holds_every_rule(client):
    html = client.get("/law/rules", headers=HTML).text
    for rule in RULES:
        assert f'id="{rule.id}"' in html
    text = words(client, "/law/rules?as_of=2024-04-30")
    assert "chưa có người kiểm tra" in text
    assert "0 trong 92 quy định" in text


def test_the_page_of_a_rule_computes_its_examples(client):
    text = words(client, "/law/rules/AREA-MAX")
    assert "75,0001 ha" in text
    assert "đúng bằng giới hạn" in text
    assert "105/2009/QĐ-TTg" in text


def test_an_arm_leads_to_the_rule_that_reports_it(client):
    answer = client.get("/law/rules/EST-FILL-A", headers=HTML, follow_redirects=False)
    assert answer.status_code == 308
    assert answer.headers["location"] == "/law/rules/EST-FILL"


def test_a_rule_that_is_not_there_is_a_404(client):
    assert client.get("/law/rules/NOPE", headers=HTML).status_code == 404


def test_the_rule_book_may_be_saved(client):
    pdf = client.get("/law/rules.pdf?as_of=2026-09-15")
    assert pdf.headers["content-type"] == "application/pdf"
    assert 'filename="rules-2026-09-15-vi.pdf"' in pdf.headers["content-disposition"]
    assert len(PdfReader(io.BytesIO(pdf.content)).pages) > 20
    html = client.get("/law/rules.html?lang=en")
    assert html.text.startswith("<!DOCTYPE html>")
    assert "Rule book on industrial clusters" in html.text


def test_all_clusters_are_counted_by_rule(client):
    text = words(client, "/law/findings?procedure=establish&on=2022-01-01")
    assert "5 cụm" in text
    assert "Diện tích tối đa" in text


def test_the_clusters_of_a_rule_and_verdict_are_listed(client):
    html = client.get("/law/findings?rule=AREA-MAX&verdict=pass&on=2022-01-01", headers=HTML).text
    assert re.findall(r'<th scope="row"><a href="/clusters/([a-z-]+)/findings', html) == [
        "hp-tien-lang"
    ]


def test_other_numbers_tell_what_would_turn_and_store_nothing(client):
    address = "/law/findings?rule=AREA-MAX&on=2022-01-01&thresholds=AREA-MAX%3D40"
    text = words(client, address)
    assert "AREA-MAX = 40" in text
    assert re.search(r"1 trong \d+ cụm có kết luận thay đổi", text)
    assert "revision" in client.get("/readyz").text
    assert client.get("/readyz").json()["revision"] == 2


def test_another_day_tells_what_would_turn(client):
    text = words(client, "/law/findings?on=2024-04-30&second=2024-05-01")
    assert "pháp luật ngày 30/04/2024 so với ngày 01/05/2024" in text


@pytest.mark.parametrize(
    "query",
    [
        pytest.param("thresholds=AREA-MAX", id="no-number"),
        pytest.param("thresholds=KIND-ECO=3", id="no-number-to-change"),
        pytest.param("verdict=maybe", id="verdict"),
        pytest.param("second=soon", id="day"),
        pytest.param("province=nowhere", id="province"),
    ],
)
def test_a_wrong_parameter_of_findings_by_rule_is_refused(client, query):
    assert client.get(f"/law/findings?{query}").status_code in (400, 422)


@pytest.mark.parametrize("code", ["hp-tien-lang", "hp-thu", "hp-do-son"])
def test_an_opinion_may_be_saved_both_ways(client, code):
    address = f"/clusters/{code}/opinion"
    pdf = client.get(f"{address}.pdf?procedure=operate&on=2026-09-15")
    assert pdf.headers["content-type"] == "application/pdf"
    assert f"opinion-{code}-operate-2026-09-15.pdf" in pdf.headers["content-disposition"]
    assert PdfReader(io.BytesIO(pdf.content)).pages
    docx = client.get(f"{address}.docx?procedure=operate&on=2026-09-15&lang=en")
    texts = [paragraph.text for paragraph in Document(io.BytesIO(docx.content)).paragraphs]
    assert "LEGAL OPINION ON AN INDUSTRIAL CLUSTER" in texts


def test_the_page_of_a_cluster_and_of_the_law_lead_to_the_new_pages(client):
    assert "/findings?procedure=" in client.get("/clusters/hp-tien-lang", headers=HTML).text
    law = client.get("/law", headers=HTML).text
    assert 'href="/law/rules"' in law
    assert 'href="/law/findings"' in law
