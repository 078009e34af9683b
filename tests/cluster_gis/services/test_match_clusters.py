"""Rows are matched to clusters by themselves only when there is no doubt."""

import pytest

from cluster_gis.domain.staging import MatchHints
from cluster_gis.services.match_clusters import ClusterMatcher
from cluster_gis.storage.queries.known_clusters import KnownCluster, known_clusters
from tests.small_register import write_small_register


def _known(code: str, name: str, **more: object) -> KnownCluster:
    values: dict[str, object] = {
        "names": (name,),
        "provinces": ("2025:15", "pre2025:10"),
        "communes": (),
        "lon": 104.9,
        "lat": 21.7,
        "area_established_ha": None,
        "area_planned_ha": None,
        "area_detailed_ha": None,
    }
    return KnownCluster(code=code, name=name, **{**values, **more})


@pytest.fixture
def matcher() -> ClusterMatcher:
    return ClusterMatcher(
        [
            _known("lc-phu-thinh-4", "Cụm công nghiệp Phú Thịnh 4", communes=("Xã Phú Thịnh",)),
            _known("lc-phu-thinh-5", "Cụm công nghiệp Phú Thịnh 5"),
            _known("hp-tan-hop", "CCN Tân Hợp", provinces=("2025:31",), lon=106.6, lat=20.8),
            _known("lc-tan-hop", "CCN Tân Hợp", names=("CCN Tân Hợp", "CCN Tân Hợp cũ")),
            _known("lc-chien-thang-1", "Chiến Thắng 1"),
            _known("lc-chien-thang-2", "Chiến Thắng 2"),
        ]
    )


def test_a_code_of_the_register_wins_over_any_name(matcher):
    match = matcher.match(MatchHints(code="lc-tan-hop", name="CCN Phú Thịnh 4"))
    assert (match.cluster_code, match.matched_by) == ("lc-tan-hop", "code")


def test_one_name_in_one_place_is_matched_whatever_its_spelling(matcher):
    match = matcher.match(MatchHints(name="CCN PHÚ THỊNH IV", province_key="2025:15"))
    assert (match.cluster_code, match.matched_by) == ("lc-phu-thinh-4", "name")
    assert match.candidates[0].evidence == ("name", "province")


def test_an_earlier_name_counts_too(matcher):
    assert matcher.match(MatchHints(name="Tân Hợp cũ")).cluster_code == "lc-tan-hop"


def test_a_name_of_two_clusters_is_left_to_a_person(matcher):
    match = matcher.match(MatchHints(name="Tân Hợp"))
    assert match.cluster_code is None
    assert [c.code for c in match.candidates[:2]] == ["hp-tan-hop", "lc-tan-hop"]


def test_the_place_tells_two_clusters_of_one_name_apart(matcher):
    match = matcher.match(MatchHints(name="Tân Hợp", province_key="2025:15", point=(104.91, 21.7)))
    assert match.cluster_code == "lc-tan-hop"
    other = next(c for c in match.candidates if c.code == "hp-tan-hop")
    assert {"other_province", "far"} <= set(other.evidence)
    assert other.score < match.candidates[0].score


@pytest.mark.parametrize(
    "hints",
    [
        pytest.param(MatchHints(name="Phú Thịnh 4", province_key="2025:31"), id="other-province"),
        pytest.param(MatchHints(name="Phú Thịnh 4", point=(106.6, 20.8)), id="far-away"),
        pytest.param(MatchHints(name="Phú Thinh 44"), id="another-number"),
        pytest.param(MatchHints(name="Chiến Thắng"), id="without-its-number"),
        pytest.param(MatchHints(name="Phú Thị nh 4x"), id="a-typing-error"),
        pytest.param(MatchHints(name="Gia Phú"), id="unknown"),
        pytest.param(MatchHints(code="lc-gia-phu"), id="unknown-code-and-no-name"),
        pytest.param(MatchHints(), id="nothing-said"),
    ],
)
def test_what_is_not_certain_is_never_chosen(matcher, hints):
    assert matcher.match(hints).cluster_code is None


def test_a_name_without_its_number_offers_both(matcher):
    codes = {c.code for c in matcher.match(MatchHints(name="CCN Chiến Thắng")).candidates}
    assert {"lc-chien-thang-1", "lc-chien-thang-2"} <= codes


def test_the_register_gives_names_provinces_communes_and_places(session):
    write_small_register(session)
    known = {cluster.code: cluster for cluster in known_clusters(session)}
    tien_lang = known["hp-tien-lang"]
    assert tien_lang.names == ("Tiên Lãng",)
    assert tien_lang.provinces == ("2025:31", "pre2025:31")
    assert "Xã Tiên Lãng" in tien_lang.communes
    assert tien_lang.area_established_ha == tien_lang.area_established_ha
    assert tien_lang.lon is not None
    assert known["hp-do-son"].lon is None
