"""Remembered verdicts are those of their revision, and never of a later one."""

from datetime import date
from decimal import Decimal

import pytest

from cluster_gis.services.remember_verdicts import VerdictMemory
from cluster_gis.storage.register import Batch, write_versions
from tests.small_register import STATES, write_small_register

ON = date(2021, 6, 1)


@pytest.fixture
def ask(session):
    """Asks a memory for the verdict of Tiên Lãng at a revision."""
    first = write_small_register(session)
    memory = VerdictMemory(days=2)

    def ask_it(revision=first, on=ON, codes=("hp-tien-lang",)):
        return memory.verdicts(
            session, codes, procedure="establish", on=on, revision=revision, known_at=None
        )

    return ask_it


def widen(session):
    """A correction: it is 80 ha, more than the law allows."""
    row = STATES[1] | {"area_established_ha": Decimal(80)}
    return write_versions(
        session,
        by="tester",
        reason="correction",
        batches=[Batch(table="cluster_state", rows=[row])],
    )


def test_the_finding_that_weighs_most_explains_the_verdict(ask, session):
    revision = widen(session)
    told = ask(revision)["hp-tien-lang"]
    assert (told.verdict, told.rule) == ("fail", "AREA-MAX")
    assert "68/2017/NĐ-CP" in told.said["vi"]
    assert told.said["vi"] != told.said["en"]


def test_a_new_revision_is_judged_anew(ask, session):
    assert ask()["hp-tien-lang"].verdict == "not_enough_data"
    assert ask(widen(session))["hp-tien-lang"].verdict == "fail"
    assert ask()["hp-tien-lang"].verdict == "not_enough_data", "what was remembered stays"


def test_facts_written_meanwhile_are_not_remembered_under_the_older_revision(session):
    first = write_small_register(session)
    newer = widen(session)
    memory = VerdictMemory()
    keys = {"procedure": "establish", "on": ON, "known_at": None}
    assert memory.verdicts(session, ["hp-tien-lang"], revision=first, **keys)
    assert memory._told.get((first, "establish", ON, ON), {}) == {}
    memory.verdicts(session, ["hp-tien-lang"], revision=newer, **keys)
    assert "hp-tien-lang" in memory._told[newer, "establish", ON, ON]


def test_clusters_asked_for_later_are_added(ask):
    assert set(ask()) == {"hp-tien-lang"}
    assert set(ask(codes=("hd-viet-hoa",))) == {"hp-tien-lang", "hd-viet-hoa"}


def test_only_the_latest_days_are_remembered(ask):
    for year in (2018, 2019, 2021):
        assert ask(on=date(year, 6, 1))
