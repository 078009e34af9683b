"""What a unit decided or was given, with dates and its paper: names, values, how one is read."""

import re
from collections.abc import Mapping
from decimal import Decimal

from cluster_gis.domain.facts import AGGREGATION_UNITS, LAND_PLAN_SETTINGS, TOLERANCE_UNITS
from cluster_gis.errors import InvalidInput
from cluster_gis.i18n import N_

#: The land quota for clusters (chỉ tiêu đất cụm công nghiệp) of a unit and a period, hectares.
LAND_QUOTA = "land_quota_ha"
#: Whether rows 23 to 25 of forms 03 and 04 hold the figures of infrastructure projects (form 02
#: rows 9 to 11) too. The circular is silent; without the setting they do not.
INFRASTRUCTURE_TOO = "report_infrastructure"
#: Decree 139/2025/NĐ-CP Điều 12 left these to each province. None: any number of hectares.
SETTINGS: Mapping[str, tuple[str, ...] | None] = {
    "agg_unit": AGGREGATION_UNITS,
    "mountainous": ("true", "false"),
    "land_plan": LAND_PLAN_SETTINGS,
    "tolerance": TOLERANCE_UNITS,
    LAND_QUOTA: None,
    INFRASTRUCTURE_TOO: ("true", "false"),
}
SETTING_NAMES: Mapping[str, str] = {
    "agg_unit": N_("unit over which average fill and unleased land are counted"),
    "mountainous": N_("mountainous province"),
    "land_plan": N_("what shows that the land plan is met"),
    "tolerance": N_("unit of the small adjustment of an area"),
    LAND_QUOTA: N_("land quota for clusters (ha)"),
    INFRASTRUCTURE_TOO: N_("forms 03 and 04, rows 23 to 25: infrastructure projects counted too"),
}
VALUE_NAMES: Mapping[str, str] = {
    "commune": N_("commune"),
    "former_district": N_("former district"),
    "province": N_("province"),
    "true": N_("yes"),
    "false": N_("no"),
    "land_use_plan_in_force": N_("the land-use plan in force"),
}
#: Settings that a commune may have, not only a province.
OF_COMMUNES = frozenset({LAND_QUOTA})
_HECTARES = re.compile(r"\d{1,7}([.,]\d{1,4})?")
#: "1.234" is a thousand to some and one and a bit to others.
_AMBIGUOUS = re.compile(r"\d{1,3}[.,]\d{3}")


def read_value(setting: str, value: str) -> str:
    """The value as it is kept; raises InvalidInput naming what is expected."""
    if setting not in SETTINGS:
        raise _not_one_of("setting", setting, tuple(SETTINGS))
    allowed = SETTINGS[setting]
    text = value.strip()
    if allowed is None:
        if not _HECTARES.fullmatch(text) or _AMBIGUOUS.fullmatch(text):
            raise InvalidInput(
                N_(
                    "{field} is {value}; hectares are expected without a sign between thousands, "
                    "such as 1234,5."
                ),
                field=setting,
                value=repr(value),
            )
        return f"{Decimal(text.replace(',', '.')).normalize():f}"
    if text not in allowed:
        raise _not_one_of(setting, value, allowed)
    return text


def _not_one_of(field: str, value: str, expected: tuple[str, ...]) -> InvalidInput:
    return InvalidInput(
        N_("{field}: {value} is not known; one of {expected} is expected."),
        field=field,
        value=repr(value),
        expected=", ".join(expected),
    )
