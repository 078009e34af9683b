"""The registry of map subjects: one mechanism draws all of them."""

import itertools

import pytest

from cluster_gis.errors import InvalidInput
from cluster_gis.i18n import translator
from cluster_gis.services.read_map import MapQuestion
from maps.assets import ServedAssets
from maps.base import Part
from maps.drawing import draw
from maps.styles import UNKNOWN
from maps.subjects import SUBJECTS, get_subject
from tests.maps.plans import example_plan


@pytest.fixture(params=SUBJECTS.values(), ids=SUBJECTS)
def subject(request):
    return request.param


def test_each_subject_draws_the_same_clusters_by_its_own_themes(subject):
    page = subject.build(example_plan(theme=None), assets=ServedAssets(), _=translator("vi"))
    parts = {child.maker: child for child in page._children.values() if isinstance(child, Part)}
    start = parts["start"].options
    assert page.get_name() == f"map_{subject.code}"
    assert [theme["code"] for theme in start["themes"]] == [t.code for t in subject.look.themes]
    assert start["theme"] == subject.look.themes[0].code
    assert len(parts["clusters"].options["rows"]) == 8
    assert "https://" not in page.figure.render().split("<body>")[0]


def test_each_subject_has_a_grey_class_for_what_is_not_known_and_can_be_told_without_colour(
    subject,
):
    for theme in subject.look.themes:
        grey = theme.category(None)
        assert grey.code == UNKNOWN
        red, green, blue = bytes.fromhex(grey.colour[1:])
        assert max(red, green, blue) - min(red, green, blue) < 24
        for one, other in itertools.combinations(theme.categories, 2):
            assert (one.symbol, one.hollow) != (other.symbol, other.hollow)


def test_each_option_is_a_field_of_the_question(subject):
    assert {option.field for option in subject.options} <= set(MapQuestion.__slots__)


def test_a_subject_that_is_not_there_names_those_that_are():
    with pytest.raises(InvalidInput) as refused:
        get_subject("weather")
    assert "plan" in str(refused.value)


def test_a_print_gets_classes_styles_and_counts_without_folium():
    drawing = draw(example_plan(), SUBJECTS["plan"].look, _=translator("vi"))
    assert drawing.total == 8
    assert drawing.unplaced == 1
    assert drawing.undated == 1
    counts = {entry.code: entry.count for entry in drawing.legend}
    assert sum(counts.values()) == 8
    assert counts["operating"] == 3
    drawn = {one.code: one for one in drawing.clusters}
    assert set(drawn) == {"hp-tien-lang", "hp-a", "hp-b", "hp-c", "hp-d", "hp-e", "lc-g"}
    assert drawn["hp-tien-lang"].label == "Thị trấn Tiên Lãng"
    assert drawn["hp-tien-lang"].radius_m == pytest.approx(398.9, abs=0.1)


def test_a_surveyed_outline_is_filled_and_an_indicative_one_hatched_and_dashed():
    drawing = draw(example_plan(), SUBJECTS["plan"].look, _=translator("vi"))
    drawn = {one.code: one for one in drawing.clusters}
    assert not drawn["hp-e"].style.hatch
    assert not drawn["hp-e"].style.dash
    assert drawn["hp-tien-lang"].style.hatch
    assert drawn["hp-tien-lang"].style.dash


def test_a_theme_that_the_subject_has_not_is_refused():
    with pytest.raises(ValueError, match="expected one of state, verdict, infrastructure"):
        draw(example_plan(), SUBJECTS["plan"].look, _=translator("vi"), theme="weather")
