"""The register of law with other numbers in it: what a change would do before it is signed."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal, InvalidOperation

from cluster_gis.errors import InvalidInput
from cluster_gis.i18n import N_
from cluster_gis.law.register import RULES
from cluster_gis.law.rule import Limit, Rule, Version


def adjustable(rules: tuple[Rule, ...] = RULES) -> tuple[str, ...]:
    """Ids of rules, arms and exceptions that have a number to change, sorted."""
    return tuple(
        sorted(
            {
                limit.rule or rule.id
                for rule in rules
                for version in rule.versions
                for limit in version.limits
                if isinstance(limit.threshold, Decimal)
            }
        )
    )


def with_thresholds(
    thresholds: Mapping[str, Decimal], rules: tuple[Rule, ...] = RULES
) -> tuple[Rule, ...]:
    """The rules with the thresholds of the given ids replaced in every version.

    Raises InvalidInput for an id without a number. The versions cite the text they come from; what
    is asked is only "what if the number were another".
    """
    unknown = sorted(set(thresholds) - set(adjustable(rules)))
    if unknown:
        raise InvalidInput(
            N_("{field}: {value} has no number to change; one of {expected} is expected."),
            field="set",
            value=", ".join(unknown),
            expected=", ".join(adjustable(rules)),
        )
    return tuple(
        replace(rule, versions=tuple(_version(rule, v, thresholds) for v in rule.versions))
        for rule in rules
    )


def _version(rule: Rule, version: Version, thresholds: Mapping[str, Decimal]) -> Version:
    def changed(limit: Limit) -> Limit:
        number = thresholds.get(limit.rule or rule.id)
        if number is None or not isinstance(limit.threshold, Decimal):
            return limit
        return replace(limit, threshold=number)

    return replace(version, limits=tuple(changed(limit) for limit in version.limits))


def parse_threshold(text: str) -> tuple[str, Decimal]:
    """`AREA-MAX=70` as id and number; raises InvalidInput."""
    rule, equals, number = text.partition("=")
    try:
        value = Decimal(number)
    except InvalidOperation:
        value = Decimal("NaN")
    if not equals or not rule or not value.is_finite() or value < 0:
        raise InvalidInput(
            N_("{field}: {value} is not of the form RULE=NUMBER, for example AREA-MAX=70."),
            field="set",
            value=repr(text),
        )
    return rule, value
