"""Names never run into each other or over a symbol; what finds no room is told."""

from itertools import combinations

from shapely import box as rectangle

from maps.print.fonts import MM_PER_POINT, width_mm, wrap
from maps.print.labels import Label, Room, leading_line, place_labels
from maps.print.paper import Box

FRAME = Box(0, 0, 100, 100)


def overlap(a, b):
    return a.x < b.right and b.x < a.right and a.y < b.top and b.y < a.top


def test_names_stand_apart_inside_the_frame_and_off_what_is_taken():
    room = Room(FRAME)
    symbols = [Box(40 + 3 * n, 50, 2, 2) for n in range(6)]
    for symbol in symbols:
        room.take(symbol)
    labels = [
        Label(x=41 + 3 * n, y=51, lines=(f"Cụm số {n}", "50 ha"), size=6, clear=1.2, far=True)
        for n in range(6)
    ]
    standing, left_out = place_labels(labels, room)
    boxes = [item.box for item in standing]
    assert len(standing) >= 5
    assert len(standing) + len(left_out) == 6
    assert not any(overlap(a, b) for a, b in combinations([*boxes, *symbols], 2))
    assert all(FRAME.x <= box.x and box.right <= FRAME.right for box in boxes)
    assert any(item.led for item in standing)


def test_a_leading_line_cuts_no_name():
    room = Room(FRAME)
    symbols = [Box(30 + 2.2 * n, 50 + 2.2 * m, 2, 2) for n in range(5) for m in range(3)]
    for symbol in symbols:
        room.take(symbol)
    labels = [
        Label(x=s.x + 1, y=s.y + 1, lines=(f"Cụm công nghiệp {n}",), size=6, clear=1.4, far=True)
        for n, s in enumerate(symbols)
    ]
    standing, left_out = place_labels(labels, room)
    led = [item for item in standing if item.led]
    lines = [leading_line(item) for item in led]
    assert led
    assert len(standing) + len(left_out) == len(labels)
    for item, line in zip(led, lines, strict=True):
        others = [other.box for other in standing if other is not item]
        assert not any(line.intersects(rectangle(b.x, b.y, b.right, b.top)) for b in others)


def test_a_name_without_room_is_left_out_and_the_heavier_one_stays():
    labels = [
        Label(x=5, y=5, lines=("Nhẹ",), size=8, weight=1),
        Label(x=5, y=5, lines=("Nặng",), size=8, weight=2),
    ]
    standing, left_out = place_labels(labels, Room(Box(0, 3, 14, 4)))
    assert [item.label.lines for item in standing] == [("Nặng",)]
    assert [label.lines for label in left_out] == [("Nhẹ",)]


def test_widths_are_those_of_the_letters():
    assert width_mm("ii", 10) < width_mm("WW", 10)
    assert width_mm("Ệ", 20) == 2 * width_mm("Ệ", 10)
    assert 0.3 < width_mm("n", 10) / (10 * MM_PER_POINT) < 0.8


def test_text_is_wrapped_and_a_word_too_long_is_cut():
    lines = wrap("Cụm công nghiệp " + "x" * 80, 30, 8)
    assert all(width_mm(line, 8) <= 30 for line in lines)
    assert "".join(lines).replace(" ", "") == "Cụmcôngnghiệp" + "x" * 80
