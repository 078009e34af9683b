"""What the map subjects make of works, milestones, histories and plans: classes, never guesses."""

import json
from datetime import date
from decimal import Decimal

import pytest
from shapely.geometry import mapping, shape

from cluster_gis.errors import InvalidGeometry, InvalidInput
from cluster_gis.services.read_change_map import read_change_records
from cluster_gis.services.read_environment_map import treatment_state
from cluster_gis.services.read_map import MapQuestion
from cluster_gis.services.read_occupancy_map import fill_class, read_occupancy_records
from cluster_gis.services.read_progress_map import days_late, mean_done
from cluster_gis.services.read_proposal_map import read_proposal_records
from cluster_gis.services.read_time_map import read_time_records
from cluster_gis.services.tell_changes import STATES, compare, compare_entries
from cluster_gis.storage.queries.map_history import EntryAt, Span
from cluster_gis.storage.queries.map_works import MilestoneAt, WorkAt
from cluster_gis.storage.register import Batch, write_versions
from maps.styles import STATE, UNKNOWN
from maps.subjects import SUBJECTS
from tests.small_register import PLAN_ENTRIES, write_small_register


def work(pct=None, completed=None, in_operation=None, capacity=None):
    return WorkAt("c", "road", "Đường", capacity, None, pct, completed, in_operation, None)


def span(start, end, status, area=None, basis="decision"):
    return Span(start, end, status, basis, (area, None, None))


def entry(change, area=None):
    return EntryAt("c", "C", change, None, area)


@pytest.mark.parametrize(
    ("plants", "state"),
    [
        pytest.param([], None, id="nothing-told-is-not-none"),
        pytest.param([work(in_operation=True)], "in_operation", id="running"),
        pytest.param([work(completed=True)], "building", id="finished-is-not-yet-running"),
        pytest.param([work(pct=Decimal(40))], "building", id="begun"),
        pytest.param([work(capacity=Decimal(500))], "planned", id="a-capacity-is-a-plan"),
        pytest.param([work(completed=False, in_operation=False)], "none", id="said-not-there"),
        pytest.param([work()], None, id="named-and-nothing-more"),
    ],
)
def test_central_treatment(plants, state):
    assert treatment_state(plants) == state


def test_the_mean_leaves_out_works_of_which_nothing_is_stated():
    assert mean_done([work(pct=Decimal(50)), work(completed=True), work()]) == 75
    assert mean_done([work()]) is None


@pytest.mark.parametrize(
    ("stones", "late"),
    [
        pytest.param([], None, id="no-milestone-is-not-on-time"),
        pytest.param([("a", None, None)], None, id="no-due-date"),
        pytest.param([("a", date(2024, 1, 1), None)], 31, id="open-since"),
        pytest.param([("a", date(2024, 2, 1), None)], 0, id="due-today-is-not-late"),
        pytest.param([("a", date(2024, 1, 1), date(2024, 1, 20))], 0, id="done-is-not-open"),
    ],
)
def test_days_late(stones, late):
    assert days_late([MilestoneAt(*stone) for stone in stones], date(2024, 2, 1)) == late


D15, D20, D22 = date(2015, 1, 1), date(2020, 1, 1), date(2022, 1, 1)
BEFORE, AFTER = date(2019, 12, 31), date(2023, 12, 31)


@pytest.mark.parametrize(
    ("spans", "category"),
    [
        pytest.param([], None, id="nothing-known"),
        pytest.param([span(D15, None, "planned")], "same", id="same"),
        pytest.param([span(D20, None, "planned")], "named", id="a-plan-that-lists-does-not-add"),
        pytest.param(
            [span(D20, None, "planned", basis="known_no_later_than")], "named", id="may-be-older"
        ),
        pytest.param([span(D20, None, "withdrawn")], "withdrawn", id="withdrawn-is-no-new-state"),
        pytest.param(
            [
                span(D15, D20, "established"),
                span(D20, None, "operating", basis="known_no_later_than"),
            ],
            "named",
            id="a-state-told-of-later-may-be-older",
        ),
        pytest.param([span(D20, None, "established")], "state", id="established-by-decision"),
        pytest.param(
            [span(D15, D20, "planned"), span(D20, None, "withdrawn")], "withdrawn", id="withdrawn"
        ),
        pytest.param(
            [span(D15, D20, "established", 50), span(D20, None, "operating", 75)],
            "enlarged",
            id="enlarged-before-state",
        ),
        pytest.param(
            [span(D15, D20, "planned", 50), span(D20, None, "planned", 40)], "reduced", id="reduced"
        ),
        pytest.param(
            [span(D15, D20, "planned", 50), span(D20, None, "planned")], "same", id="area-unknown"
        ),
        pytest.param([span(D15, D22, "planned")], None, id="not-known-any-more"),
    ],
)
def test_what_changed_between_two_days(spans, category):
    assert compare(spans, BEFORE, AFTER) == category


@pytest.mark.parametrize(
    ("one", "other", "category"),
    [
        pytest.param(entry("listed", 50), None, None, id="not-listed-is-not-withdrawn"),
        pytest.param(None, entry("listed", 50), "added", id="listed-anew"),
        pytest.param(entry("listed", 50), entry("listed", 60), "enlarged", id="by-area"),
        pytest.param(entry("listed", 50), entry("withdrawn"), "withdrawn", id="as-the-plan-says"),
        pytest.param(entry("listed"), entry("listed", 60), "same", id="no-area-no-change"),
    ],
)
def test_what_changed_between_two_plans(one, other, category):
    assert compare_entries(one, other) == category


@pytest.mark.parametrize(
    ("pct", "name"),
    [(None, None), ("0", "low"), ("49.99", "low"), ("50", "half"), ("60", "high"), ("90", "full")],
)
def test_classes_of_the_fill_rate(pct, name):
    assert fill_class(None if pct is None else Decimal(pct)) == name


def test_states_are_worded_as_on_every_map():
    worded = {None if one.code == UNKNOWN else one.code: one.label for one in STATE.categories}
    assert worded == STATES


@pytest.fixture
def register(session):
    write_small_register(session)
    return session


def ask(**more):
    return MapQuestion(**{"as_of": date(2024, 6, 1)} | more)


@pytest.mark.parametrize("code", [code for code in SUBJECTS if code != "proposal"])
def test_each_subject_reads_every_cluster_and_classes_it(register, code):
    subject = SUBJECTS[code]
    records = subject.read(register, ask())
    assert len(records.clusters) == 4
    for theme in subject.look.themes:
        for one in records.clusters:
            theme.category(one["properties"].get(theme.field))


def test_spans_reach_the_slider_as_days(register):
    records = read_time_records(register, ask())
    spans = {one["properties"]["code"]: one["properties"]["spans"] for one in records.clusters}
    assert all(spans.values())
    assert records.days == (date(2009, 1, 1), date(2024, 6, 1))


def test_units_are_those_of_the_day_asked_for(register):
    old = read_occupancy_records(register, ask(units_on=date(2020, 1, 1), unit_level="province"))
    new = read_occupancy_records(register, ask(units_on=date(2026, 1, 1), unit_level="province"))
    assert "Tỉnh Hải Dương" not in new.tallies[0].labels
    assert old.tallies[0].labels[-1] == new.tallies[0].labels[-1] == "Chưa rõ đơn vị hành chính"
    with pytest.raises(InvalidInput, match="units_on"):
        read_occupancy_records(register, ask(units_on=date(2026, 1, 1), unit_level="district"))


@pytest.mark.parametrize(
    ("sides", "field"),
    [
        ({"before": "2024-01-01", "after": "2023-01-01"}, "from"),
        ({"before": "no such plan", "after": "neither"}, "from"),
    ],
    ids=["the-wrong-way-round", "unknown-plan"],
)
def test_a_wrong_side_of_a_change_is_named(register, sides, field):
    with pytest.raises(InvalidInput, match=field):
        read_change_records(register, ask(**sides))


def test_what_a_plan_says_is_the_change_of_the_days_round_it(register):
    old = PLAN_ENTRIES[0]
    wider = old | {"change": "expanded", "area_before_ha": 30}
    lists = old | {"entry_key": "p2", "cluster_code": "hp-do-son", "change": "listed"}
    write_versions(
        register,
        by="tester",
        reason="a plan",
        batches=[Batch(table="plan_entry", rows=[wider, lists])],
    )
    records = read_change_records(register, ask(before="2023-06-01", after="2024-01-01"))
    classes = {one["properties"]["code"]: one["properties"]["change"] for one in records.clusters}
    assert classes == {
        "hp-tien-lang": "enlarged",
        "hp-do-son": None,
        "hd-viet-hoa": "same",
        "lc-dong-pho-moi": "same",
    }
    (told,) = records.listing[1]
    assert told.text == "02/12/2023: mở rộng, 30\xa0ha → 50\xa0ha (Quyết định 1516)"
    earlier = read_change_records(register, ask(before="2022-06-01", after="2023-06-01"))
    assert earlier.listing[1] == ()


def test_what_a_source_tells_of_later_may_be_older(register):
    records = read_change_records(register, ask(before="2018-01-01", after="2018-12-31"))
    told = {entry.code: (entry.category, entry.text) for entry in records.listing[1]}
    assert told["hd-viet-hoa"] == (
        "named",
        "Đang hoạt động, nguồn nêu chậm nhất ngày 10/10/2018",
    )


OUTLINE = (
    b'{"type":"Feature","properties":{},"geometry":{"type":"Polygon","coordinates":[[[106.9,20.7],'
    b"[106.91,20.7],[106.91,20.71],[106.9,20.71],[106.9,20.7]]]}}"
)


def test_a_proposal_shows_its_outline_and_opens_on_it(register):
    records = read_proposal_records(register, ask(boundary=(OUTLINE, "new.geojson")))
    assert [shape.category for shape in records.overlays] == ["after"]
    south, west, north, east = records.focus
    assert south < 20.7 < 20.71 < north
    assert west < 106.9 < 106.91 < east


def test_a_proposal_over_a_cluster_says_where(register):
    records = SUBJECTS["plan"].read(register, ask())
    drawn = [one for one in records.clusters if one["properties"]["boundary_quality"]]

    moved = json.dumps(mapping(shape(drawn[0]["geometry"]).geoms[0])).encode()
    found = read_proposal_records(register, ask(boundary=(moved, "x.geojson")))
    assert [one.category for one in found.overlays] == ["after", "conflict"]
    code = drawn[0]["properties"]["code"]
    own = read_proposal_records(register, ask(boundary=(moved, "x.geojson"), cluster=code))
    assert [one.category for one in own.overlays] == ["before", "after"]


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ({}, InvalidInput),
        ({"boundary": (b"nothing", "x.geojson")}, InvalidGeometry),
        ({"boundary": (OUTLINE, "x.geojson"), "cluster": "hp-none"}, InvalidInput),
    ],
    ids=["no-file", "no-boundary-in-it", "unknown-cluster"],
)
def test_a_proposal_that_cannot_be_drawn_is_refused(register, more, error):
    with pytest.raises(error):
        read_proposal_records(register, ask(**more))
