"""The map of a boundary under check: what is drawn, and texts that stay texts."""

from maps.assets import ServedAssets
from maps.boundary_map import Drawn, Spot, build_boundary_map

SQUARE = {"type": "Polygon", "coordinates": [[[106, 20], [106.1, 20], [106.1, 20.1], [106, 20]]]}


def render(outlines, spots=()):
    built = build_boundary_map(
        outlines,
        list(spots),
        land=None,
        lines=None,
        bounds=(20, 106, 20.1, 106.1),
        assets=ServedAssets(),
        _=lambda text: text,
        language="en",
    )
    html = built.figure.render()
    return next(one for one in built._children.values() if one.maker == "outlines").options, html


def test_candidates_are_marked_and_the_reading_in_use_is_not():
    told, _ = render([Drawn(SQUARE, "EPSG:9210", used=False, middle=(20.05, 106.05))])
    assert told["outlines"][0]["place"] == {"at": (20.05, 106.05), "number": "1"}
    told, _ = render([Drawn(SQUARE, "EPSG:9210", used=True, middle=(20.05, 106.05))])
    assert told["outlines"][0]["place"] is None


def test_a_candidate_carries_its_number_of_the_list():
    drawn = Drawn(SQUARE, "EPSG:9210", used=False, middle=(20.05, 106.05), number=7)
    told, _ = render([drawn])
    assert told["outlines"][0]["place"]["number"] == "7"


def test_texts_of_a_file_stay_texts():
    hostile = "<script>alert(1)</script>"
    outline = Drawn(SQUARE, hostile, used=True, middle=(20.05, 106.05))
    told, html = render([outline], [Spot(106.0, 20.0, hostile)])
    assert hostile not in html
    assert told["outlines"][0]["label"] == told["spots"][0]["words"] == hostile
