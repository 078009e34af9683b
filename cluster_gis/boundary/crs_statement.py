"""A formal CRS statement (.prj, WKT, PROJ text) to a code, and the faults in its datum shift.

The official seven parameters (Decision 05/2007/QĐ-BTNMT) are a coordinate frame rotation; `TOWGS84`
and `+towgs84` take position-vector signs, so there the rotations must stand negated. A statement
with the printed signs puts points 0.75 m off.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pyproj import CRS
from pyproj.exceptions import CRSError

from cluster_gis.boundary.zones import DEPRECATED, ZONES, Datum, Kind, parse_code

_SHIFT = (-191.90441429, -39.30318279, -111.45032835)
#: As `TOWGS84` must have them.
_ROTATIONS = (0.00928836, -0.01975479, 0.00427372)
_TOWGS84 = re.compile(r"TOWGS84\s*[\[(]([^\])]+)|\+towgs84=([^\s]+)", re.IGNORECASE)
#: What a candidate adds to its code when the two coordinates change places.
_SWAPPED = "+swapped"
_SCALE_OF: dict[Kind, float] = {"tm3": 0.9999, "utm": 0.9996, "gauss_kruger": 1.0}


@dataclass(frozen=True, slots=True)
class Statement:
    """code: None when the text names no system known here. flags: issue codes of its faults.

    text: what stood there when no library takes it for a system.
    """

    code: int | None
    flags: frozenset[str] = frozenset()
    text: str = ""


def read_statement(text: str) -> Statement:
    """What a WKT, PROJ string or `EPSG:n` declares."""
    plain = parse_code(text)
    if plain is not None:
        return Statement(plain)
    try:
        crs = CRS.from_user_input(text)
    except CRSError:
        return Statement(None, text=text)
    flags: set[str] = set()
    parameters = _datum_parameters(text)
    if crs.is_bound:
        crs = crs.source_crs or crs
    datum = _datum(crs, parameters)
    if datum == "VN-2000" and parameters:
        fault = _fault(parameters)
        if fault is not None:
            flags.add(fault)
    code = _identify(crs, datum)
    if code is None and datum in ("WGS 84", None):
        code = _match_grid(crs, "VN-2000", ("tm3",))
        if code is not None and datum == "WGS 84":
            # Only VN-2000 has grids of 3 degrees with k = 0.9999: its datum has been left out.
            flags.add("vn2000_as_wgs84")
    return Statement(code, frozenset(flags))


def parse_choice(text: str) -> tuple[Statement, bool]:
    """(what it declares, axes swapped) of the option `--crs`: `EPSG:9210`, `EPSG:9210+swapped`."""
    base = text.removesuffix(_SWAPPED)
    return read_statement(base.strip()), base != text


def _datum_parameters(text: str) -> list[float]:
    """The numbers of TOWGS84 as written: PROJ corrects a known wrong sign while it reads."""
    match = _TOWGS84.search(text)
    if match is None:
        return []
    try:
        return [float(number) for number in (match.group(1) or match.group(2)).split(",")]
    except ValueError:
        return []


def _identify(crs: CRS, datum: Datum | None) -> int | None:
    identity = crs.to_json_dict().get("id") or {}
    code = identity.get("code")
    if identity.get("authority") == "EPSG" and isinstance(code, int):
        if code in DEPRECATED or code in ZONES:
            return code
        return None
    if datum is None:
        return None
    if crs.is_geographic:
        return {"VN-2000": 4756, "WGS 84": 4326, "Hanoi 1972": 4147}[datum]
    return _match_grid(crs, datum, ("tm3", "utm", "gauss_kruger"))


def _datum(crs: CRS, parameters: Sequence[float]) -> Datum | None:
    name = (crs.datum.name if crs.datum is not None else "") or ""
    base = (crs.geodetic_crs.name if crs.geodetic_crs is not None else "") or ""
    words = f"{name} {base} {crs.name}".lower()
    if any(word in words for word in ("vietnam", "vn-2000", "vn_2000", "vn2000")):
        return "VN-2000"
    if "hanoi" in words or "ha noi" in words or "hn72" in words:
        return "Hanoi 1972"
    if len(parameters) >= 3 and all(
        abs(given - official) < 2 for given, official in zip(parameters, _SHIFT, strict=False)
    ):
        return "VN-2000"
    wgs84 = "wgs" in words or "world geodetic" in words
    return "WGS 84" if wgs84 and not any(parameters) else None


def _fault(parameters: Sequence[float]) -> str | None:
    """The issue code for datum parameters that are not the official ones; None = they are."""
    shift_agrees = all(
        abs(given - official) < 0.001 for given, official in zip(parameters, _SHIFT, strict=False)
    )
    rotations = tuple(parameters[3:6])
    if shift_agrees and len(rotations) == 3:
        if all(abs(g - o) < 1e-6 for g, o in zip(rotations, _ROTATIONS, strict=True)):
            return None
        if all(abs(g + o) < 1e-6 for g, o in zip(rotations, _ROTATIONS, strict=True)):
            return "rotation_sign_flipped"
    return "datum_parameters_differ"


def _match_grid(crs: CRS, datum: Datum, kinds: tuple[Kind, ...]) -> int | None:
    """The code whose central meridian, scale and offsets the projection has."""
    conversion = crs.coordinate_operation
    if not crs.is_projected or conversion is None:
        return None
    values = {parameter.name.lower(): float(parameter.value) for parameter in conversion.params}
    meridian = values.get("longitude of natural origin")
    scale = values.get("scale factor at natural origin")
    if meridian is None or scale is None or values.get("false northing"):
        return None
    for zone in ZONES.values():
        if zone.datum != datum or zone.kind not in kinds or zone.meridian is None:
            continue
        offsets = {500_000.0, 18_500_000.0, 19_500_000.0} if datum == "Hanoi 1972" else {500_000.0}
        if (
            abs(zone.meridian - meridian) < 1e-6
            and abs(_SCALE_OF[zone.kind] - scale) < 1e-9
            and values.get("false easting") in offsets
        ):
            return zone.code
    return None
