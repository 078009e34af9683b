"""Coordinate tables as text, written by hand for tests."""

from collections.abc import Sequence

#: 250 m by 400 m in EPSG:9210, in Hưng Đạo ward (11689, Hải Phòng): exactly 10 ha.
RECTANGLE = (
    (596000.0, 2301000.0),
    (596400.0, 2301000.0),
    (596400.0, 2301250.0),
    (596000.0, 2301250.0),
)
COMMUNE = "11689"


def csv_table(
    points: Sequence[tuple[float, float]],
    header: str = "Điểm;X (m);Y (m)",
    title: str | None = None,
    line: str = "{name};{north};{east}",
    encoding: str = "utf-8",
) -> bytes:
    """A table of (east, north) points, X = north first as decisions print it."""
    rows = [
        line.format(name=number, north=north, east=east)
        for number, (east, north) in enumerate(points, 1)
    ]
    return "\n".join([*([title] if title else []), header, *rows]).encode(encoding, "replace")
