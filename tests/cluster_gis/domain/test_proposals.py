"""Contents of proposals: read, kept exactly, refused by path."""

from decimal import Decimal

import pytest

from cluster_gis.domain.proposals import read_content
from cluster_gis.errors import InvalidInput
from tests.proposal_story import SQUARE


def item(**more):
    return {"key": "i1", "kind": "add", "values": {"name": "Kiến Thiết"}} | more


def content(*items):
    return {"title": "Bổ sung", "items": list(items) or [item()]}


def test_what_is_read_is_what_is_kept():
    outline = {"geometry": SQUARE, "how": "drawn", "quality": "digitised", "area_ha": "34.500000"}
    scored = {"name": "A", "plan": "12.5", "finance": "40"}
    first = read_content(
        content(item(outline=outline, candidates=[scored], values={"area_ha": "50.10"}))
    )
    assert read_content(first.to_json()) == first
    assert first.items[0].amount("area_ha") == Decimal("50.10")
    assert first.items[0].candidates[0].environment_management is None


def test_an_area_that_is_not_said_is_that_of_the_outline():
    outline = {"geometry": SQUARE, "how": "drawn", "quality": "digitised", "area_ha": "34.5"}
    read = read_content(content(item(outline=outline)))
    assert read.items[0].area_ha == Decimal("34.5")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        pytest.param({"kind": "sell"}, "items[0].kind", id="no-such-change"),
        pytest.param({"values": {"area_ha": "0"}}, "items[0].values.area_ha", id="no-area"),
        pytest.param({"values": {"area_ha": "-1"}}, "items[0].values.area_ha", id="negative"),
        pytest.param({"values": {"area_ha": "50,5"}}, "items[0].values.area_ha", id="a-comma"),
        pytest.param({"values": {"area_ha": "NaN"}}, "items[0].values.area_ha", id="no-number"),
        pytest.param({"values": {"colour": "x"}}, "items[0].values.colour", id="unknown-fact"),
        pytest.param({"values": {"basis": "z"}}, "items[0].values.basis", id="no-such-basis"),
        pytest.param({"key": ""}, "items[0].key", id="no-key"),
        pytest.param(
            {"candidates": [{"name": "A", "plan": "15.1"}]},
            "items[0].candidates[0].plan",
            id="more-points-than-there-are",
        ),
        pytest.param(
            {"outline": {"geometry": {"type": "Point"}}}, "items[0].outline.geometry", id="a-point"
        ),
        pytest.param({"surprise": 1}, "items[0].surprise", id="unknown-key"),
    ],
)
def test_a_wrong_value_is_named_by_its_path(wrong, field):
    with pytest.raises(InvalidInput) as refused:
        read_content(content(item(**wrong)))
    assert refused.value.field == field


def test_one_cluster_has_one_change():
    twice = [item(cluster_code="hp-a"), item(key="i2", kind="withdraw", cluster_code="hp-a")]
    with pytest.raises(InvalidInput, match="hp-a"):
        read_content(content(*twice))
