"""Which scale fits which paper, and what is said when none does."""

import pytest

from cluster_gis.errors import InvalidInput
from maps.print.paper import (
    PAPERS_MM,
    SCALES,
    Sheet,
    choose,
    fits,
    lay_out,
    parse_paper,
    parse_scale,
)

KM = 1000.0


@pytest.mark.parametrize("paper", PAPERS_MM)
@pytest.mark.parametrize("landscape", [True, False])
def test_map_and_columns_lie_inside_the_frame_and_apart(paper, landscape):
    layout = lay_out(Sheet(paper, landscape))
    for box in (layout.map, layout.title, *layout.columns):
        assert layout.frame.x <= box.x
        assert box.right <= layout.frame.right + 1e-9
        assert layout.frame.y <= box.y
        assert box.top <= layout.frame.top + 1e-9
    for column in layout.columns:
        assert column.x >= layout.map.right or column.top <= layout.map.y


def test_without_a_scale_the_largest_round_one_that_fits_is_taken():
    sheet, scale = choose((110 * KM, 85 * KM), paper="A3", landscape=True, scale=None)
    room = lay_out(sheet).map
    assert fits((110 * KM, 85 * KM), room, scale)
    assert not fits((110 * KM, 85 * KM), room, SCALES[SCALES.index(scale) - 1])


@pytest.mark.parametrize(
    ("extent", "landscape"),
    [
        pytest.param((100 * KM, 40 * KM), True, id="wide"),
        pytest.param((40 * KM, 100 * KM), False, id="high"),
    ],
)
def test_without_an_orientation_the_one_with_the_larger_scale_is_taken(extent, landscape):
    assert choose(extent, paper="A4", landscape=None, scale=None)[0].landscape is landscape


def test_the_frame_itself_fits_exactly_and_a_metre_more_does_not():
    room = lay_out(Sheet("A3", True)).map
    exact = (room.width * 25, room.height * 25)
    assert fits(exact, room, 25_000)
    assert not fits((exact[0] + 1, exact[1]), room, 25_000)


def test_what_does_not_fit_is_refused_with_what_would():
    with pytest.raises(InvalidInput) as refused:
        choose((20 * KM, 15 * KM), paper="A3", landscape=None, scale=25_000)
    said = str(refused.value)
    assert "20.0 × 15.0 km" in said
    assert "A0 1:25000" in said
    assert "A3 1:75000" in said
    assert "--sheets" in said


@pytest.mark.parametrize("text", ["25000", "1:25000", "1:25.000", "1/25 000", 25_000])
def test_a_scale_is_read_as_people_write_it(text):
    assert parse_scale(text) == 25_000


@pytest.mark.parametrize("text", ["0", "-25000", "12345", "1:", "", "abc", "1:25000:1", "²5000"])
def test_another_scale_is_refused_with_those_there_are(text):
    with pytest.raises(InvalidInput, match="25000"):
        parse_scale(text)


def test_paper_is_read_in_any_case_and_refused_by_name():
    assert parse_paper("a3") == "A3"
    with pytest.raises(InvalidInput, match="A0"):
        parse_paper("letter")
