"""Sets of provinces told together, beside the six regions: of conferences and programmes.

A province is in any number of sets. A set may name provinces of either system of units: a cluster
of former Hải Dương stays in the sets of Hải Dương wherever its province is now.
"""

from collections.abc import Mapping, Set

from cluster_gis.domain.reporting.forms import Labels

#: Sets that tables may tell of; which provinces are in them is data with its days and its source.
REGION_SETS: Mapping[str, Labels] = {
    "red-river-north-central-14": Labels(
        vi="14 tỉnh, thành phố đồng bằng sông Hồng và Bắc Trung Bộ (địa giới trước 01/07/2025)",
        en="14 provinces of the Red River Delta and North Central (units before 01/07/2025)",
    ),
    "northern-28": Labels(vi="28 tỉnh, thành phố phía Bắc", en="28 northern provinces"),
}


def lies_in(
    members: Set[str], province: str | None, former: str | None, parts: Mapping[str, Set[str]]
) -> bool | None:
    """Whether a cluster of these provinces is in a set; None = it cannot be told.

    former: province before 2025-07-01, None = not known. parts: province of 2025 -> the former
    provinces that it took in.
    """
    if province in members or former in members:
        return True
    if former is not None:
        return False
    inside = {key in members for key in parts.get(province or "", ())}
    return None if len(inside) == 2 else inside == {True}
