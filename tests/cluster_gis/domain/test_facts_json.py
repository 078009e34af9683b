"""Cases from JSON: what is accepted, and the path named when a field is refused."""

from datetime import date
from decimal import Decimal

import pytest

from cluster_gis.domain.facts import Case, ClusterFacts, Override, UnitCluster
from cluster_gis.domain.facts_json import facts_from_json, read_json
from cluster_gis.errors import InvalidInput


def case_of(facts):
    return {"procedure": "establish", "on": "2021-03-01", "facts": facts}


def refused(case):
    with pytest.raises(InvalidInput) as caught:
        facts_from_json(case)
    assert str(caught.value)
    return caught.value.field


def test_a_case_without_facts_knows_nothing():
    case = facts_from_json({"procedure": "operate", "on": "2024-05-01"})
    assert case == Case(procedure="operate", on=date(2024, 5, 1))
    assert case.unit_clusters is None
    assert case.cluster.area_established_ha is None


def test_numbers_are_decimals_never_floats():
    case = facts_from_json(
        read_json(
            '{"procedure": "establish", "on": "2024-05-01",'
            ' "facts": {"cluster": {"area_established_ha": 10.30, "area_planned_ha": 5}}}'
        )
    )
    assert case.cluster.area_established_ha == Decimal("10.30")
    assert case.cluster.area_planned_ha == Decimal(5)
    assert type(case.cluster.area_planned_ha) is Decimal


def test_a_float_given_in_process_is_read_as_it_was_typed():
    case = facts_from_json(case_of({"cluster": {"area_established_ha": 10.3}}))
    assert case.cluster.area_established_ha == Decimal("10.3")


def test_null_is_not_known_everywhere():
    case = facts_from_json(
        case_of({"cluster": {"kind": None, "industrial_land_ha": None}, "works": None})
    )
    assert case.cluster == ClusterFacts()
    assert case.works is None


def test_an_empty_list_of_neighbours_is_not_the_same_as_none():
    assert facts_from_json(case_of({"unit_clusters": []})).unit_clusters == ()


def test_lists_become_records():
    case = facts_from_json(
        case_of({"unit_clusters": [{"code": "a", "industrial_land_ha": 30, "commune": True}]})
    )
    assert case.unit_clusters == (
        UnitCluster(code="a", industrial_land_ha=Decimal(30), commune=True),
    )


def test_a_provincial_override_is_read():
    override = {
        "rule": "AREA-LOCAL",
        "threshold": 15,
        "document": "1/2026/QĐ-UBND",
        "effective_from": "2026-01-01",
        "kind": "craft_village",
    }
    case = facts_from_json(case_of({"settings": {"overrides": [override]}}))
    assert case.settings.overrides == (
        Override(
            rule="AREA-LOCAL",
            threshold=Decimal(15),
            document="1/2026/QĐ-UBND",
            effective_from=date(2026, 1, 1),
            kind="craft_village",
        ),
    )


@pytest.mark.parametrize(
    ("facts", "path"),
    [
        pytest.param({"clusters": {}}, "facts.clusters", id="unknown-key-of-facts"),
        pytest.param({"cluster": {"area": 5}}, "facts.cluster.area", id="unknown-key"),
        pytest.param(
            {"unit_clusters": [{}, {"ha": 1}]}, "facts.unit_clusters[1].ha", id="unknown-in-a-list"
        ),
        pytest.param({"cluster": []}, "facts.cluster", id="list-for-object"),
        pytest.param({"works": {}}, "facts.works", id="object-for-list"),
        pytest.param({"works": [None]}, "facts.works[0]", id="null-in-a-list"),
        pytest.param(
            {"cluster": {"area_planned_ha": "50"}}, "facts.cluster.area_planned_ha", id="text"
        ),
        pytest.param(
            {"cluster": {"area_planned_ha": True}},
            "facts.cluster.area_planned_ha",
            id="a-boolean-is-no-number",
        ),
        pytest.param(
            {"cluster": {"area_planned_ha": -0.1}}, "facts.cluster.area_planned_ha", id="negative"
        ),
        pytest.param(
            {"cluster": {"area_planned_ha": float("nan")}},
            "facts.cluster.area_planned_ha",
            id="nan",
        ),
        pytest.param(
            {"cluster": {"area_planned_ha": Decimal("Infinity")}},
            "facts.cluster.area_planned_ha",
            id="infinity",
        ),
        pytest.param(
            {"cluster": {"area_planned_ha": Decimal("1e999999")}},
            "facts.cluster.area_planned_ha",
            id="absurdly-large",
        ),
        pytest.param(
            {"unit_clusters": [{"code": "\ud800"}]},
            "facts.unit_clusters[0].code",
            id="no-character",
        ),
        pytest.param(
            {"cluster": {"area_planned_ha": Decimal("1e-999999")}},
            "facts.cluster.area_planned_ha",
            id="absurdly-small",
        ),
        pytest.param(
            {"cluster": {"residents_inside": 1.5}},
            "facts.cluster.residents_inside",
            id="half-a-man",
        ),
        pytest.param(
            {"cluster": {"in_approved_plan": 1}},
            "facts.cluster.in_approved_plan",
            id="1-is-no-flag",
        ),
        pytest.param({"cluster": {"kind": "craft"}}, "facts.cluster.kind", id="unknown-kind"),
        pytest.param({"cluster": {"status": "open"}}, "facts.cluster.status", id="unknown-status"),
        pytest.param({"works": [{"type": "roads"}]}, "facts.works[0].type", id="unknown-work"),
        pytest.param({"adjustment": {"basis": "d"}}, "facts.adjustment.basis", id="unknown-basis"),
        pytest.param({"settings": {"agg_unit": "x"}}, "facts.settings.agg_unit", id="unknown-unit"),
        pytest.param(
            {"milestones": [{"due": "30/06/2022"}]}, "facts.milestones[0].due", id="date-form"
        ),
        pytest.param(
            {"milestones": [{"due": "2022-02-30"}]}, "facts.milestones[0].due", id="no-such-day"
        ),
        pytest.param(
            {"settings": {"overrides": [{"rule": "AREA-LOCAL"}]}},
            "facts.settings.overrides[0].threshold",
            id="override-without-threshold",
        ),
    ],
)
def test_a_bad_fact_is_refused_by_its_path(facts, path):
    assert refused(case_of(facts)) == path


@pytest.mark.parametrize(
    ("case", "path"),
    [
        pytest.param({"on": "2021-03-01"}, "procedure", id="no-procedure"),
        pytest.param({"procedure": "establish"}, "on", id="no-day"),
        pytest.param({"procedure": "found", "on": "2021-03-01"}, "procedure", id="unknown"),
        pytest.param({"procedure": "establish", "on": "2021-3-1"}, "on", id="short-date"),
        pytest.param({"procedure": "establish", "on": 20210301}, "on", id="number-for-date"),
        pytest.param(
            {"procedure": "establish", "on": "2021-03-01", "law": "V2"}, "law", id="unknown-key"
        ),
        pytest.param([], "$", id="no-object"),
    ],
)
def test_a_bad_case_is_refused(case, path):
    assert refused(case) == path


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("{", id="cut-off"),
        pytest.param('{"a": NaN}', id="nan"),
        pytest.param('{"a": 1, "a": 2}', id="key-given-twice"),
        pytest.param("[" * 100_000, id="nested-too-deeply"),
    ],
)
def test_text_that_is_not_sound_json_is_refused(text):
    with pytest.raises(InvalidInput):
        read_json(text)


@pytest.mark.parametrize(
    ("text", "path"),
    [
        pytest.param('{"facts": {"works": [{}, {"a": 1, "a": 2}]}}', "facts.works[1].a", id="key"),
        pytest.param('[{}, {"on": 1, "on": 2}]', "[1].on", id="key-in-a-batch"),
        pytest.param('{"a": {"b": 1, "b": 2}, "a": {"b": 1, "b": 2}}', "a", id="key-hidden"),
        pytest.param('{"facts": {"cluster": {"x": NaN}}}', "facts.cluster.x", id="nan"),
        pytest.param('[{"x": [1, -Infinity]}]', "[0].x[1]", id="infinity"),
        pytest.param("NaN", "$", id="nothing-but-nan"),
    ],
)
def test_a_key_given_twice_or_no_number_is_refused_by_its_path(text, path):
    with pytest.raises(InvalidInput) as caught:
        read_json(text)
    assert caught.value.field == path


def test_records_refuse_what_json_would_be_refused_for():
    with pytest.raises(InvalidInput) as caught:
        ClusterFacts(area_planned_ha=Decimal(-1))
    assert caught.value.field == "facts.cluster.area_planned_ha"
    with pytest.raises(InvalidInput):
        ClusterFacts(area_planned_ha=5.0)
    with pytest.raises(InvalidInput):
        Case(procedure="report", on=date(2024, 1, 1))


def test_a_number_of_thousands_of_digits_is_refused_by_its_path():
    facts = '{"cluster": {"area_planned_ha": ' + "9" * 5000 + "}}"
    case = read_json('{"procedure": "establish", "on": "2024-05-01", "facts": ' + facts + "}")
    assert refused(case) == "facts.cluster.area_planned_ha"
