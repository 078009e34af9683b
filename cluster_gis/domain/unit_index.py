"""Finding administrative units by printed name, and where a cluster lies from such names."""

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from cluster_gis.domain.intake import AdminUnitRecord, AdminUnits, ClusterRecord, PlaceBasis

_TYPES: Final = re.compile(
    r"^(?:xã|phường|thị trấn|thị xã|thành phố|tp\.?|quận|huyện|tỉnh|đặc khu)\s+", re.IGNORECASE
)
#: Every combining mark that Vietnamese letters are decomposed to.
_MARKS: Final = re.compile("[\u0300-\u0345]+")


def search_form(text: str) -> str:
    """Unaccented lower case: "Tiên Lãng" -> "tien lang"."""
    swapped = unicodedata.normalize("NFD", text.replace("Đ", "D").replace("đ", "d"))
    plain = _MARKS.sub("", swapped)
    if not plain.isascii():  # marks of other scripts
        plain = "".join(c for c in plain if not unicodedata.combining(c))
    return plain.casefold().strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterPlace:
    """Where a cluster is told to lie. point: (lon, lat) EPSG:4326, indicative, never the site.

    Several communes: the point is the mean of theirs. District only: the mean of the communes
    that took over the district. basis "none" = no point.
    """

    province_key: str
    commune_key: str | None
    former_province_key: str | None
    former_district_key: str | None
    former_commune_key: str | None
    point: tuple[Decimal, Decimal] | None
    basis: PlaceBasis
    label: str | None


class UnitIndex:
    """Units by name within their parent, and their successors."""

    def __init__(self, units: AdminUnits) -> None:
        self.units = {unit.unit_key: unit for unit in units.units}
        self._named: dict[tuple[str, str | None, str], list[AdminUnitRecord]] = defaultdict(list)
        for unit in units.units:
            system = unit.unit_key.partition(":")[0]
            scopes = {unit.parent_key, unit.province_key} if unit.level != "province" else {None}
            names = {unit.name.casefold(), unit.short_name.casefold(), search_form(unit.short_name)}
            for scope in scopes:
                for name in names:
                    self._named[f"{system}/{unit.level}", scope, name].append(unit)
        self._successors: dict[str, list[tuple[bool, str]]] = defaultdict(list)
        for step in units.lineage:
            self._successors[step.from_key].append((not step.main, step.to_key))

    def find(
        self, system: str, level: str, name: str, within: str | None
    ) -> AdminUnitRecord | None:
        """The one unit of that printed name inside `within`; None = none, or several."""
        text = unicodedata.normalize("NFC", name).strip()
        bare = _TYPES.sub("", text)
        for form in (text.casefold(), bare.casefold(), search_form(bare)):
            found = self._named.get((f"{system}/{level}", within, form), [])
            if len(found) == 1:
                return found[0]
        return None

    def successors(self, unit_key: str) -> tuple[str, ...]:
        """Units of 2025 that took over an old one; of a divided one the main part first."""
        return tuple(key for _, key in sorted(self._successors.get(unit_key, [])))

    def communes_of_district(self, district_key: str) -> tuple[str, ...]:
        """Communes of 2025 that took over communes of an old district (main parts only)."""
        found = {
            self.successors(unit.unit_key)[0]
            for unit in self.units.values()
            if unit.parent_key == district_key and self.successors(unit.unit_key)
        }
        return tuple(sorted(found or self.successors(district_key)))

    def mean_point(self, keys: tuple[str, ...]) -> tuple[Decimal, Decimal] | None:
        """Mean of the points of communes, to 10^-6 degrees; None when none has one."""
        points = [unit.point for key in keys if (unit := self.units[key]).point is not None]
        known = [point for point in points if point is not None]
        if not known:
            return None
        step = Decimal("0.000001")
        lon = sum((p[0] for p in known), Decimal(0)) / len(known)
        lat = sum((p[1] for p in known), Decimal(0)) / len(known)
        return lon.quantize(step), lat.quantize(step)

    def _old_communes(self, cluster: ClusterRecord, province: str | None) -> list[str]:
        found = []
        for district_name, commune_name in cluster.place_communes:
            district = self.find("pre2025", "district", district_name, province)
            within = district.unit_key if district else province
            commune = self.find("pre2025", "commune", commune_name, within)
            if commune is not None:
                found.append(commune.unit_key)
        return found

    def place_of(self, cluster: ClusterRecord, province_key: str) -> ClusterPlace:
        """Where `cluster` lies, in the province of 2025 `province_key`."""
        old_province = (
            self.find("pre2025", "province", cluster.former_province, None)
            if cluster.former_province
            else None
        )
        old_key = old_province.unit_key if old_province else None
        district = (
            self.find("pre2025", "district", cluster.former_district, old_key)
            if cluster.former_district and old_key
            else None
        )
        new = [self.find("2025", "commune", n, province_key) for n in cluster.communes_2025]
        communes = [unit.unit_key for unit in new if unit is not None]
        former = self._old_communes(cluster, old_key)
        basis: PlaceBasis = cluster.place_basis
        if not communes:
            communes = [self.successors(key)[0] for key in former]
        communes = list(dict.fromkeys(communes))
        point = self.mean_point(tuple(communes))
        if point is None and district is not None:
            point = self.mean_point(self.communes_of_district(district.unit_key))
            basis = "district"
        label = ", ".join(self.units[key].name for key in communes) or (
            district.name if district is not None else None
        )
        return ClusterPlace(
            province_key=province_key,
            commune_key=communes[0] if communes else None,
            former_province_key=old_key,
            former_district_key=district.unit_key if district else None,
            former_commune_key=former[0] if len(former) == 1 else None,
            point=point,
            basis=basis if point is not None else "none",
            label=label,
        )
