"""The desk without a browser: its address is checked, its rows follow the day and are kept."""

import httpx
import pytest

from maps.desk_layers import DESK_TILES
from tests.api.pages.conftest import HOSTILE


@pytest.fixture(scope="module")
def client(site):
    with httpx.Client(base_url=site, timeout=60) as one:
        yield one


HTML = {"accept": "text/html"}


@pytest.mark.parametrize(
    ("query", "said"),
    [
        pytest.param("at=99/20/106", "at là &#39;99/20/106&#39;", id="zoom-too-high"),
        pytest.param("at=here", "mức phóng/vĩ độ/kinh độ", id="extent-is-no-number"),
        pytest.param("subject=weather", "plan, compliance", id="unknown-subject"),
        pytest.param("as_of=31/02/2021", "as_of", id="no-such-day"),
        pytest.param("province=atlantis", "hai-phong", id="unknown-province"),
        pytest.param("by=colour", "by là", id="unknown-theme"),
        pytest.param("hide=state.gone", "state.operating", id="unknown-class"),
        pytest.param("select=<b>", "mã của một cụm", id="no-code"),
        pytest.param("colour=red", "colour", id="unknown-parameter"),
        pytest.param("at=9/20/106&at=8/20/106", "at", id="given-twice"),
        pytest.param("status=old", "under_construction", id="unknown-state"),
        pytest.param("layers=roads", "labels", id="unknown-layer"),
        pytest.param("kind=huge", "craft_village", id="unknown-kind"),
    ],
)
def test_what_is_wrong_in_the_address_is_told_by_name(client, query, said):
    answer = client.get(f"/?{query}", headers=HTML)
    assert answer.status_code == 400
    assert said in answer.text


def test_every_part_of_a_good_address_is_taken(client):
    query = (
        "province=hai-phong&as_of=31/12/2021&known_at=2030-01-01&subject=plan&by=infrastructure"
        "&at=10.25/20.8500/106.6800&select=hp-tien-lang&hide=state.planned&layers=areas,labels"
        "&status=operating&kind=unknown&unit=2025:11800&sector=x&lang=en"
    )
    assert client.get(f"/?{query}", headers=HTML).status_code == 200


def test_rows_follow_the_day_and_hostile_names_stay_data(client):
    def states(day):
        data = client.get(f"/maps/rows/plan?as_of={day}").json()["clusters"]
        code, status, name = (data["columns"].index(n) for n in ("code", "status", "name"))
        return {row[code]: (row[status], row[name]) for row in data["rows"]}

    assert states("2020-06-01")["hp-tien-lang"][0] == "planned"
    assert states("2021-12-31")["hp-tien-lang"][0] == "established"
    assert states("2021-12-31")["hp-do-son"][0] == "unknown"
    assert states("2021-12-31")["hp-thu"][1] == HOSTILE


def test_the_same_rows_are_not_sent_twice(client):
    first = client.get("/maps/rows/plan")
    assert first.headers["content-encoding"] == "gzip"
    again = client.get("/maps/rows/plan", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    plain = client.get("/maps/rows/plan", headers={"accept-encoding": "identity"})
    assert plain.json() == first.json()


def test_the_card_tells_the_verdict_of_every_procedure(client):
    told = client.get("/maps/card/hp-tien-lang?as_of=2021-06-01&lang=vi").json()
    assert [one["procedure"] for one in told["procedures"]][:2] == [
        "Bổ sung quy hoạch",
        "Thành lập",
    ]
    assert all(one["category"]["label"] for one in told["procedures"])
    assert any("NĐ-CP" in (one["text"] or "") for one in told["procedures"])
    assert client.get("/maps/card/none").status_code == 404


def test_an_old_address_of_a_map_leads_to_the_desk(client):
    answer = client.get("/maps/compliance?as_of=2024-05-01&procedure=expand")
    assert answer.status_code == 307
    assert "subject=compliance" in answer.headers["location"]
    assert "procedure=expand" in answer.headers["location"]


def test_counts_of_a_layer_follow_the_day_and_the_province(client):
    here = client.get("/maps/counts/units?datetime=2021-12-31&province=hai-phong").json()
    all_of_them = client.get("/maps/counts/units?datetime=2021-12-31").json()
    assert set(here["classes"]) == {"province", "district", "commune"}
    assert sum(here["classes"].values()) <= sum(all_of_them["classes"].values())
    none = client.get("/maps/counts/restricted?datetime=2021-12-31").json()
    assert sum(none["classes"].values()) == 0


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        pytest.param("roads", 404, "roads", id="unknown-layer"),
        pytest.param("lots?datetime=soon", 400, "datetime", id="no-day"),
        pytest.param("lots?province=atlantis", 400, "atlantis", id="unknown-province"),
        pytest.param("lots?colour=red", 400, "colour", id="unknown-parameter"),
    ],
)
def test_what_is_wrong_in_a_question_for_counts_is_told(client, address, status, said):
    answer = client.get(f"/maps/counts/{address}")
    assert answer.status_code == status
    assert said in answer.text


@pytest.mark.parametrize(
    ("subject", "offered"),
    [
        ("plan", {"units", "restricted", "boundaries", "lots", "works"}),
        ("occupancy", {"units", "restricted", "boundaries", "lots"}),
        ("change", set()),
        ("time", set()),
    ],
)
def test_a_subject_offers_the_layers_that_make_sense_with_it(client, subject, offered):
    page = client.get(f"/?subject={subject}", headers=HTML).text
    assert {name for name in DESK_TILES if f'"/maps/counts/{name}"' in page} == offered
