"""A coordinate system named in words: "hệ tọa độ VN-2000, kinh tuyến trục 105°45'"."""

import re
from dataclasses import dataclass

from cluster_gis.boundary.tables.labels import fold
from cluster_gis.boundary.zones import ZONES, Datum

_MERIDIAN = re.compile(
    r"(?:kinh tuyen(?: truc| trung uong| goc| truc dia phuong)?|\bktt\w?\b|\bktt?t\b|"
    r"central meridian|tm-?3|\bcm|\bl ?[o0₀] ?=)[^0-9\n]{0,30}?(10[2-9]|11[01])"
    r"(?:\s*(?:[°º˚o*]|do|deg|-|–|\s)\s*(\d{1,2})(?!\d)|[.,](\d+)|(?![\d]))"
)
_EPSG = re.compile(r"epsg\s*[:\-]?\s*(\d{4,5})")
_VN2000 = re.compile(r"vn[\s_-]*2000")
_HANOI = re.compile(r"(ha ?noi|hn)[\s_-]*(19)?72")
_WGS84 = re.compile(r"wgs[\s_-]*(19)?84")
_WIDTH = re.compile(r"(?:mui(?: chieu)?|zone width|zone)\s*(?:la|:)?\s*(3|6)\s*(?:[°º˚o]|do|deg)")
_UTM = re.compile(r"utm[^0-9\n]{0,15}(48|49)")


@dataclass(frozen=True, slots=True)
class Words:
    """What a text says of the CRS. code: None when it does not fix one. quote: the words."""

    code: int | None = None
    quote: str = ""
    datum: Datum | None = None
    unknown_meridian: str | None = None


def read_words(text: str) -> Words:
    """The CRS that the text names; two different statements name none."""
    plain = fold(text.replace("\n", " ; "))
    codes = {int(m.group(1)) for m in _EPSG.finditer(plain)}
    known = {code for code in codes if code in ZONES}
    datum = _datum(plain)
    if len(known) == 1:
        code = known.pop()
        return Words(code, f"EPSG:{code}", ZONES[code].datum)
    meridians = {_degrees(m): m.group(0) for m in _MERIDIAN.finditer(plain)}
    widths = {m.group(1) for m in _WIDTH.finditer(plain)}
    if len(meridians) == 1:
        meridian, quote = next(iter(meridians.items()))
        return _of_meridian(meridian, quote.strip(), datum, widths)
    zones = {m.group(1) for m in _UTM.finditer(plain)}
    if not meridians and len(zones) == 1 and datum in ("VN-2000", "WGS 84"):
        base = 3405 if datum == "VN-2000" else 32648
        zone = zones.pop()
        return Words(base + (zone == "49"), f"{datum} UTM {zone}", datum)
    return Words(datum=datum)


def _datum(plain: str) -> Datum | None:
    named: list[Datum] = []
    if _VN2000.search(plain):
        named.append("VN-2000")
    if _HANOI.search(plain):
        named.append("Hanoi 1972")
    if _WGS84.search(plain):
        named.append("WGS 84")
    return named[0] if len(named) == 1 else None


def _degrees(match: re.Match[str]) -> float:
    minutes = int(match.group(2)) / 60 if match.group(2) else 0.0
    decimals = float(f"0.{match.group(3)}") if match.group(3) else 0.0
    return round(int(match.group(1)) + minutes + decimals, 6)


def _of_meridian(meridian: float, quote: str, datum: Datum | None, widths: set[str]) -> Words:
    """A meridian alone means the 3-degree zone of VN-2000, the only one with such meridians."""
    wide = widths == {"6"}
    kind = "gauss_kruger" if datum == "Hanoi 1972" else "utm" if wide else "tm3"
    for zone in ZONES.values():
        same_datum = zone.datum == (datum if datum != "WGS 84" or wide else "VN-2000") or (
            datum is None and zone.datum == "VN-2000"
        )
        if zone.kind == kind and zone.meridian == meridian and same_datum:
            return Words(zone.code, quote, zone.datum)
    return Words(None, quote, datum, unknown_meridian=quote)
