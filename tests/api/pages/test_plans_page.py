"""The plan workspace over the small register: versions, list by day, comparison, JSON."""

import pytest


def test_the_page_tells_version_list_and_sources_in_both_languages(client):
    page = client.get("/plans?lang=vi&province=hai-phong")
    assert page.status_code == 200
    for part in ("Quy hoạch, danh mục cụm công nghiệp", "hp-2030-v1", "Tiên Lãng", "data-cg-table"):
        assert part in page.text
    english = client.get("/plans?lang=en&province=hai-phong")
    assert "Plans of clusters" in english.text
    assert "no version" in english.text.casefold() or "List on" in english.text


def test_json_answers_the_same_and_names_what_is_not_there(client):
    [version] = client.get("/api/v1/plans?province=hai-phong").json()["versions"]
    assert (version["key"], version["plan_key"]) == ("hp-2030-v1", "hp-2030")
    listed = client.get("/api/v1/plans/list?plan=hp-2030&as_of=2026-10-05").json()
    assert [one["cluster_code"] for one in listed["entries"]] == ["hp-tien-lang"]
    same = client.get("/api/v1/plans/diff?from=hp-2030-v1&to=hp-2030-v1").json()
    assert [one["state"] for one in same["differences"]] == ["same"]


@pytest.mark.parametrize(
    "address",
    [
        pytest.param("/api/v1/plans?province=nowhere", id="province"),
        pytest.param("/api/v1/plans/list?plan=none", id="plan"),
        pytest.param("/api/v1/plans/diff?from=a&to=b", id="version"),
        pytest.param("/plans?from=a&to=b", id="version-on-the-page"),
    ],
)
def test_what_is_not_there_is_told(client, address):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("table", ["T1", "T2", "T3", "T4", "T5", "T6"])
def test_the_tables_of_the_plan_stand_on_the_page_for_any_day(client, table):
    address = f"/plans?lang=en&province=hai-phong&as_of=2026-02-17&table={table}"
    page = client.get(address)
    assert page.status_code == 200
    assert "as on 17/02/2026" in page.text
    assert f'data-cg-table="Form {table}.' in page.text
    assert client.get("/plans?table=T9").status_code == 400
