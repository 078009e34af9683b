"""Two records that mean one cluster: counted once, and back."""

from datetime import date

import pytest

from cluster_gis.errors import Conflict, InvalidInput, NotFound
from cluster_gis.services.mark_same import mark_same, unmark_same
from cluster_gis.storage.queries.cluster_list import ClusterFilter, count_by_status
from cluster_gis.storage.queries.clusters import count_clusters_at, find_cluster_at
from cluster_gis.storage.queries.facts import codes_known
from cluster_gis.storage.queries.law_settings import established_on
from cluster_gis.storage.queries.lineage import find_kept, same_clusters
from cluster_gis.storage.queries.provinces import count_by_province
from cluster_gis.storage.queries.register import count_collections
from cluster_gis.storage.register import revision_at
from tests.small_register import write_small_register

DAY = date(2025, 12, 31)
WORDS = {"source": "Công văn 5/SCT", "reason": "cùng vị trí, cùng chủ đầu tư", "by": "tester"}


@pytest.fixture
def register(session):
    write_small_register(session)
    return session


def counted(session):
    revision = revision_at(session)
    return {
        "layer": count_clusters_at(session, DAY, revision),
        "list": sum(
            count_by_status(session, ClusterFilter(), as_of=DAY, revision=revision).values()
        ),
        "known": len(codes_known(session, revision)),
        "law": len(established_on(session, on=DAY, revision=revision)),
        "provinces": sum(
            c.clusters for c in count_by_province(session, as_of=DAY, revision=revision)
        ),
        "register": count_collections(session, as_of=DAY, revision=revision)["industrial_cluster"],
    }


def mark(session, keep="hp-tien-lang", pair=("hp-tien-lang", "hd-viet-hoa"), **more):
    return mark_same(session, pair, keep=keep, **(WORDS | more))


def test_a_merged_record_is_counted_nowhere_and_stays_readable_before(register):
    before, then = counted(register), revision_at(register)
    assert mark(register)
    assert counted(register) == {name: n - 1 for name, n in before.items()}
    assert find_cluster_at(register, "hd-viet-hoa", DAY, revision_at(register)) is None
    assert find_cluster_at(register, "hd-viet-hoa", DAY, then).name == "Việt Hòa"
    kept = find_kept(register, "hd-viet-hoa", revision=revision_at(register))
    assert (kept.kept_code, kept.reason) == ("hp-tien-lang", WORDS["reason"])
    assert (kept.source_title, kept.recorded_by) == ("Công văn 5/SCT", "tester")
    assert find_kept(register, "hp-tien-lang", revision=revision_at(register)) is None


def test_saying_it_twice_writes_nothing_and_taking_it_back_restores(register):
    before = counted(register)
    mark(register)
    assert mark(register) is None
    assert unmark_same(register, "hd-viet-hoa", reason="hai cụm khác nhau", by="tester")
    assert counted(register) == before
    assert same_clusters(register, revision=revision_at(register)) == []
    with pytest.raises(NotFound):
        unmark_same(register, "hd-viet-hoa", reason="hai cụm khác nhau", by="tester")


def test_no_chains(register):
    mark(register)
    with pytest.raises(Conflict):
        mark(register, keep="hd-viet-hoa", pair=("hd-viet-hoa", "hp-do-son"))
    with pytest.raises(Conflict):
        mark(register, keep="hp-do-son", pair=("hp-tien-lang", "hp-do-son"))
    with pytest.raises(Conflict):
        mark(register, keep="hp-do-son", pair=("hd-viet-hoa", "hp-do-son"))
    assert mark(register, pair=("hp-do-son", "hp-tien-lang"))


@pytest.mark.parametrize(
    ("more", "problem"),
    [
        pytest.param({"keep": "hp-khac"}, InvalidInput, id="keep-is-one-of-them"),
        pytest.param({"pair": ("hp-tien-lang", "hp-tien-lang")}, InvalidInput, id="two-records"),
        pytest.param({"pair": ("hp-tien-lang", "hp-khong")}, NotFound, id="no-such-record"),
        pytest.param({"reason": "vì thế"}, InvalidInput, id="a-reason"),
        pytest.param({"source": " "}, InvalidInput, id="a-source"),
    ],
)
def test_what_is_refused(register, more, problem):
    with pytest.raises(problem):
        mark(register, **more)
