"""Maps and cluster sheets as PDF over HTTP."""

import io

import pytest
from fastapi.testclient import TestClient
from pypdf import PdfReader

from api.app import WebSettings, create_app


@pytest.fixture(scope="module")
def client(small_database):
    app = create_app(WebSettings(database_url=small_database.web_url))
    with TestClient(app, base_url="http://127.0.0.1:8000") as client:
        yield client


def text_of(answer):
    pages = PdfReader(io.BytesIO(answer.content)).pages
    return " ".join(" ".join(page.extract_text().split()) for page in pages)


def test_a_map_is_printed_as_its_page_is_asked(client):
    answer = client.get(
        "/maps/plan.pdf?province=hai-phong&paper=A4&scale=400000&as_of=2024-05-01&lang=en"
    )
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"].endswith('map-plan-hai-phong-2024-05-01.pdf"')
    said = text_of(answer)
    assert "1 : 400,000" in said
    assert "01/05/2024" in said


def test_the_sheet_of_a_hostile_cluster_writes_its_name_as_text(client):
    answer = client.get("/clusters/hp-thu/sheet.pdf")
    assert answer.status_code == 200
    assert "<img src=x" in text_of(answer) or "<IMG SRC=X" in text_of(answer)


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        pytest.param("/maps/plan.pdf?paper=B5", 400, "A4, A3", id="paper"),
        pytest.param("/maps/plan.pdf?scale=1", 400, "25000", id="scale"),
        pytest.param("/maps/plan.pdf?orientation=up", 400, "portrait", id="orientation"),
        pytest.param("/maps/plan.pdf?theme=x", 400, "verdict", id="theme"),
        pytest.param("/maps/atlantis.pdf", 400, "plan", id="subject"),
        pytest.param("/clusters/none/sheet.pdf", 404, "none", id="cluster"),
    ],
)
def test_bad_questions_are_refused_by_name(client, address, status, said):
    answer = client.get(address)
    assert answer.status_code == status
    assert said in answer.text
