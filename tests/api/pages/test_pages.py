"""What the pages say, read as text: no browser needed."""

import re
from decimal import Decimal
from html import unescape

import pytest

from api.pages.context import PageContext
from api.route_actions import ROUTE_ACTIONS
from tests.api.pages.conftest import HOSTILE

HTML = {"accept": "text/html,application/xhtml+xml"}


@pytest.fixture(autouse=True)
def no_cookie_of_another_test(client):
    client.cookies.clear()


def read(client, address, status=200, **headers):
    answer = client.get(address, headers=HTML | headers)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"].startswith("text/html")
    return answer.text


def words(html):
    """The text of a page, white space as one space."""
    body = re.sub(r"<(script|style)\b.*?</\1>", " ", html, flags=re.S)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", body)))


def found(html):
    """Codes of the clusters in a list, in order."""
    return re.findall(r'<th scope="row"><a href="/clusters/([a-z0-9-]+)', html)


@pytest.mark.parametrize(
    "address",
    [
        pytest.param("/", id="map"),
        pytest.param("/clusters", id="list"),
        pytest.param("/clusters/hp-tien-lang", id="cluster"),
        pytest.param("/clusters/hp-do-son", id="cluster-without-facts"),
        pytest.param("/clusters/hp-thu", id="hostile-cluster"),
        pytest.param("/law", id="law"),
        pytest.param("/maps/plan", id="map-alone"),
    ],
)
@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("as_of", ["", "2015-06-01", "2021-03-01"])
def test_every_page_answers_in_both_languages_on_any_day(client, address, language, as_of):
    html = read(client, f"{address}?lang={language}&as_of={as_of}")
    assert f'<html lang="{language}">' in html
    assert not re.search(
        r"""(?:src|href|action)=["'](?:https?:)?//(?!a\.example|b\.example)""", html
    )


def test_no_page_holds_a_script_or_a_style_that_the_policy_refuses(client):
    plain = [key[4:] for key in ROUTE_ACTIONS if key.startswith("GET /") and "{" not in key]
    records = [f"/clusters/hp-thu{part}" for part in ("", "/life", "/quality", "/findings")]
    seen = 0
    for address in [*plain, *records, "/maps/plan?frame=true", "/quality/map", "/docs", "/ogc"]:
        answer = client.get(address, headers=HTML)
        kind, way = (answer.headers.get(n, "") for n in ("content-type", "content-disposition"))
        if not kind.startswith("text/html") or way.startswith("attachment"):
            continue
        seen += 1
        assert "script-src 'self';" in answer.headers["content-security-policy"]
        inside = [tag for tag in re.findall(r"<script[^>]*>", answer.text) if " src=" not in tag]
        assert all("application/json" in tag for tag in inside), (address, inside)
        assert "<style" not in answer.text, address
        assert not re.search(r"""<[^<>]*\s(style|on[a-z]+)=["']""", answer.text), address
    assert seen > 25


def test_vietnamese_is_the_first_language_and_the_choice_is_remembered(client):
    assert '<html lang="vi">' in read(client, "/law")
    read(client, "/law?lang=en")
    assert '<html lang="en">' in read(client, "/clusters")


def test_every_link_of_the_navigation_leads_to_a_page(client):
    html = read(client, "/clusters")
    targets = set(re.findall(r'<a href="(/[a-z]*)"', html))
    assert {"/", "/overview", "/clusters", "/law", "/quality"} <= targets
    for target in targets:
        assert client.get(target, headers=HTML).status_code == 200, target


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        pytest.param("q=cum cong nghiep tien lang", ["hp-tien-lang", "hp-thu"], id="no-diacritics"),
        pytest.param("q=Tiên Lãng", ["hp-tien-lang", "hp-thu"], id="diacritics"),
        pytest.param("q=Tie%CC%82n La%CC%83ng cong ty thu", ["hp-tien-lang"], id="decomposed"),
        pytest.param("q=do son", ["hp-do-son"], id="d-for-đ"),
        pytest.param("q=100%25_nothing", [], id="signs-of-patterns-are-letters"),
        pytest.param("province=lao-cai", ["lc-dong-pho-moi"], id="province"),
        pytest.param("province=2025:15", ["lc-dong-pho-moi"], id="province-by-key"),
        pytest.param("status=unknown", ["hp-do-son"], id="state-not-known"),
        pytest.param("status=established", ["hp-tien-lang"], id="state"),
        pytest.param("status=planned&as_of=2020-01-01", ["hp-tien-lang"], id="state-of-the-day"),
        pytest.param("unit=2025:11800&sort=-area", ["hp-tien-lang", "hp-thu"], id="unit-and-order"),
        pytest.param("unit=2025:11800&sort=area", ["hp-thu", "hp-tien-lang"], id="other-order"),
        pytest.param("q=&status=&unit=&sort=name&province=all", None, id="empty-means-all"),
    ],
)
def test_the_list_finds(client, query, codes):
    every = ["hp-do-son", "lc-dong-pho-moi", "hp-tien-lang", "hd-viet-hoa", "hp-thu"]
    shown = found(read(client, f"/clusters?{query}"))
    assert sorted(shown) == sorted(every if codes is None else codes)
    if codes is not None and "sort" in query:
        assert shown == codes


def test_a_cluster_not_known_on_the_day_stays_in_the_list(client):
    html = read(client, "/clusters?as_of=01/01/1999")
    assert len(found(html)) == 5
    assert "5 cụm · tình trạng ngày 01/01/1999" in words(html)


def test_htmx_gets_only_the_results_and_the_back_button_the_page(client):
    part = read(client, "/clusters?q=do+son", **{"HX-Request": "true"})
    assert part.lstrip().startswith("<section")
    assert found(part) == ["hp-do-son"]
    headers = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
    assert "<!DOCTYPE html>" in read(client, "/clusters?q=do+son", **headers)


def test_a_cluster_shows_each_figure_with_source_and_what_others_say(client):
    text = words(read(client, "/clusters/hp-tien-lang?as_of=2024-06-01"))
    assert "Diện tích thành lập 49,37 ha" in text
    assert "Đất công nghiệp 35 ha chưa rõ ngày Tin" in text
    assert "34,9 ha" in text
    assert "nguồn khác nêu" in text
    assert "816,6 tỷ đồng" in text
    assert "đo đạc (bảng tọa độ), diện tích thành lập: 10 ha" in text
    assert "Quyết định 1516 (02/12/2023): giữ nguyên, 50 ha" in text
    assert "Xử lý nước thải" in text
    assert "1.390 m³/ngày" in text
    assert "90 %" in text


def test_the_past_is_shown_as_it_was(client):
    text = words(read(client, "/clusters/hp-tien-lang?as_of=2020-06-01"))
    assert "Trong quy hoạch" in text
    assert "chưa có ranh giới đo đạc" in text
    assert "Diện tích thành lập chưa có số liệu" in text


def test_before_the_first_supported_day_the_state_is_not_known(client):
    text = words(read(client, "/clusters/hp-tien-lang?as_of=2010-01-01"))
    assert "Sổ chưa biết tình trạng ngày 01/01/2010" in text


def test_verdicts_cite_the_text_and_name_what_is_missing(client):
    text = words(read(client, "/clusters/hp-tien-lang?as_of=2021-06-01"))
    assert "Đối chiếu pháp luật ngày 01/06/2021" in text
    assert re.search(r"49,37 ha; .*75 ha", text)
    assert "Điều 2 khoản 1, 68/2017/NĐ-CP" in text
    assert "Số liệu còn thiếu" in text
    assert "Số dân trong ranh giới" in text


@pytest.mark.parametrize("address", ["/clusters", "/clusters/hp-thu", "/maps/plan?frame=true"])
def test_hostile_text_is_never_markup(client, address):
    html = read(client, f"{address}{'&' if '?' in address else '?'}lang=vi")
    assert "<script>window.hacked" not in html
    assert "<img src=x" not in html
    assert 'href="javascript:' not in html
    assert "{{7*7}}" in unescape(html) or "{{7*7}}" in html.replace("\\u0026", "&")
    if address == "/clusters/hp-thu":
        assert HOSTILE in unescape(html)


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        pytest.param("/clusters/hp-tien-lag", 404, "hp-tien-lang", id="near-names"),
        pytest.param("/nowhere", 404, "Không tìm thấy", id="nothing-there"),
        pytest.param("/clusters?as_of=31/02/2024", 400, "as_of", id="no-such-day"),
        pytest.param("/clusters?status=built", 400, "status", id="unknown-state"),
        pytest.param("/clusters?sort=price", 400, "sort", id="unknown-order"),
        pytest.param("/clusters?page=0", 400, "page", id="page-zero"),
        pytest.param("/?province=atlantis", 400, "hai-phong", id="unknown-province"),
        pytest.param("/law?known_at=yesterday", 400, "known_at", id="bad-known-at"),
    ],
)
def test_a_reader_gets_a_page_that_names_the_fault(client, address, status, said):
    text = words(read(client, address, status=status))
    assert said in text
    assert "Danh sách cụm" in text, "the navigation stays"


def test_a_program_gets_a_problem_document_at_the_same_address(client):
    answer = client.get("/clusters/none", headers={"accept": "application/json"})
    assert answer.headers["content-type"] == "application/problem+json"
    assert client.get("/ogc/none", headers=HTML).headers["content-type"].endswith("problem+json")


def test_without_its_database_a_page_still_says_so(open_client, databases, template_database):
    gone = databases.clone(template_database)
    client = open_client(gone)
    databases.drop(gone)
    answer = client.get("/clusters", headers=HTML)
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "2"
    assert "Không kết nối được" in words(answer.text) or "cơ sở dữ liệu" in words(answer.text)


def test_known_and_reported_clusters_are_told_with_their_source(client):
    [told] = client.get("/maps/rows/plan?lang=vi").json()["panel"]["coverage"]
    assert told == {"province": "hai-phong", "known": 3, "reported": 80, "when": "11/2025"}


def test_links_keep_province_and_day(client):
    html = read(client, "/?province=lao-cai&as_of=01/05/2024")
    assert "/clusters?province=lao-cai&amp;as_of=2024-05-01" in html
    assert 'href="/maps/rows/plan?as_of=2024-05-01&amp;lang=vi"' in html, "asked for at once"


def test_what_was_known_then_is_shown_then(client):
    before = "2000-01-01T00:00:00Z"
    html = read(client, f"/clusters?known_at={before}")
    assert found(html) == []
    assert "theo hiểu biết lúc 01/01/2000 07:00" in words(html)


def test_the_registers_own_wording_is_read_in_the_language_of_the_page(client):
    vietnamese = words(read(client, "/clusters/hp-tien-lang"))
    assert "1.390 m³/ngày" in vietnamese
    assert "1,390 m3/day" in words(read(client, "/clusters/hp-tien-lang?lang=en"))


@pytest.mark.parametrize(
    ("figure", "said"),
    [
        pytest.param(
            {"field": "area_planned_ha_of_group", "value": Decimal(291)}, "291\u00a0ha", id="group"
        ),
        pytest.param(
            {"field": "construction_end_text", "value_text": "2025-Q3"}, "quý III/2025", id="date"
        ),
        pytest.param(
            {
                "field": "area_planned_ha",
                "value": Decimal(50),
                "value_max": Decimal("60.5"),
                "unit": "ha",
            },
            "50–60,5 ha",
            id="range",
        ),
        pytest.param({"field": "status", "value_text": "operating"}, "đang hoạt động", id="word"),
    ],
)
def test_a_stated_figure_is_written_with_its_unit_and_in_the_language_of_the_page(figure, said):
    page = PageContext(language="vi", path="/", query={}, asset=str, register="real")
    row = {"value": None, "value_max": None, "value_text": None, "unit": None} | figure
    assert page.stated(row) == said


def test_limits_of_the_law_are_written_in_the_language_of_the_page(client):
    vietnamese = read(client, "/law")
    assert "ngày làm việc" in vietnamese
    assert "working_days" not in vietnamese
    assert "Chế độ báo cáo" in vietnamese
