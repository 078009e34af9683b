"""The page of one cluster: its sections, what is unknown, and the link that lasts."""

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.api.pages.conftest import HOSTILE

HTML = {"accept": "text/html"}


@pytest.fixture(autouse=True)
def no_cookie_of_another_test(client):
    client.cookies.clear()


def read(client, address, **headers):
    answer = client.get(address, headers=HTML | headers)
    assert answer.status_code == 200, answer.text
    return answer.text


def section(html, name):
    """Markup of the card with that heading."""
    [found] = re.findall(
        rf'<section aria-labelledby="{name}-heading".*?</section>', html, flags=re.S
    )
    return found


def words(html):
    bare = re.sub(r"<(script|style|svg)\b.*?</\1>", " ", html, flags=re.S)
    bare = re.sub(r'<span class="phone-label">.*?</span>', " ", bare)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", bare)))


def test_the_contents_lead_to_sections_that_exist(client):
    html = read(client, "/clusters/hp-tien-lang")
    [contents] = re.findall(r'<nav class="contents".*?</nav>', html, flags=re.S)
    anchors = re.findall(r'href="#([a-z-]+)"', contents)
    assert len(anchors) == 10
    for anchor in anchors:
        assert html.count(f'id="{anchor}"') == 1


def test_the_land_balance_computes_only_from_what_is_known(client):
    told = words(section(read(client, "/clusters/hp-tien-lang?lang=en"), "land"))
    assert "Industrial land 35 ha 70.89% of the whole area" in told
    assert "Industrial land not let yet 17.5 ha 50% of the industrial land" in told
    assert "Service area no figure" in told
    empty = words(section(read(client, "/clusters/hd-viet-hoa?lang=en"), "land"))
    assert "Industrial land not let yet no figure" in empty
    assert " 0 ha" not in empty
    unknown = words(section(read(client, "/clusters/hp-do-son?as_of=2015-06-01&lang=en"), "land"))
    assert "0 ha" not in unknown


def test_planned_and_done_are_drawn_and_told(client):
    part = section(read(client, "/clusters/hp-tien-lang?lang=en"), "works")
    assert part.count('<figure aria-hidden="true">') == 1  # nothing paid out is known
    assert "Wastewater treatment: 90%" in unescape(part)
    assert "VND 816.6 billion" in words(part)
    assert "earlier: 1" in words(part)
    assert "whether the works are late is not known" in words(part)
    early = section(read(client, "/clusters/hp-tien-lang?as_of=2021-06-01&lang=en"), "works")
    assert "<figure" not in early


def test_neighbours_are_measured_from_a_boundary_only(client):
    near = words(section(read(client, "/clusters/hp-tien-lang?lang=en"), "around"))
    assert "in EPSG:9210" in near
    assert "None beyond the tolerance" in near
    place = words(section(read(client, "/clusters/hd-viet-hoa?lang=en"), "around"))
    assert "measured from a boundary only" in place
    assert "EPSG" not in place


def test_every_file_offered_is_given_and_none_is_offered_without_a_boundary(client):
    part = section(read(client, "/clusters/hp-tien-lang?as_of=2024-05-01"), "files")
    addresses = [
        unescape(address)
        for address in re.findall(r'<a class="button quiet" href="([^"]+)"', part)
        if "opinion" not in address and "sheet" not in address
    ]
    assert len(addresses) == 7
    for address in addresses:
        assert "as_of=2024-05-01" in address
        assert client.get(address).status_code == 200, address
    bare = section(read(client, "/clusters/hd-viet-hoa?lang=en"), "files")
    assert "/boundary." not in bare
    assert "/table." not in bare
    assert "only an indicative place" in words(bare)


def test_the_lasting_link_keeps_both_clocks_and_shows_the_same(client):
    html = read(client, "/clusters/hp-tien-lang?as_of=2023-01-01")
    part = section(html, "files")
    address = unescape(re.search(r"<figcaption><a href=\"([^\"]+)\"", part)[1])
    asked = parse_qs(urlsplit(address).query)
    assert asked["as_of"] == ["2023-01-01"]
    assert set(asked) == {"as_of", "known_at"}
    assert f"http://cluster.example:8000{address}" in unescape(part)
    assert '<svg viewBox="0 0 ' in part
    again = read(client, address)
    for name in ("land", "works", "time", "figures"):
        assert words(section(again, name)) == words(section(html, name))
    early = read(client, f"/clusters/hp-tien-lang?as_of=2023-01-01&known_at={asked['known_at'][0]}")
    assert address in unescape(section(early, "files"))


def test_data_quality_is_a_part_of_the_page_and_a_page(client):
    frame = section(read(client, "/clusters/hp-tien-lang?as_of=2024-05-01"), "quality")
    address = unescape(re.search(r'hx-get="([^"]+)"', frame)[1])
    part = read(client, address, **{"hx-request": "true"})
    assert "<html" not in part
    assert "data-cg-table" in part
    whole = read(client, address)
    assert words(part).strip()[:200] in words(whole)
    assert client.get("/clusters/khong-co/quality").status_code == 404


def test_hostile_texts_stay_texts_in_every_part(client):
    html = read(client, "/clusters/hp-thu") + read(client, "/clusters/hp-thu/quality")
    assert HOSTILE not in html
    assert "<script>window" not in html
    assert "<img src=x" not in html
    assert re.search(r"data-cg-table=\"[^\"]*window\.hacked", html)


def test_tables_that_readers_sort_are_marked(client):
    html = read(client, "/clusters/hp-tien-lang?lang=en")
    titles = re.findall(r'<table[^>]*data-cg-table="([^"–]+) –', html)
    assert {"Land balance", "Works", "Money"} <= {title.strip() for title in titles}


def test_the_history_names_the_decision_with_the_state_it_began(client):
    told = words(section(read(client, "/clusters/hp-tien-lang?lang=en"), "time"))
    assert told.count("123/QĐ-UBND") == 1
    assert told.index("Established") < told.index("123/QĐ-UBND")


def test_tables_of_other_pages_are_marked_too(client):
    for address, number in (
        ("/quality", 1),
        ("/law", 1),
        ("/law/findings?procedure=establish", 1),
        ("/clusters/hp-tien-lang/findings?procedure=establish", 1),
    ):
        assert read(client, address).count("data-cg-table=") >= number, address
