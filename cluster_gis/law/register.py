"""The register of law: every rule, in the order findings are shown."""

from cluster_gis.law.rule import Rule
from cluster_gis.law.rules import area, establish, land

RULES: tuple[Rule, ...] = (*area.RULES, *land.RULES, *establish.RULES)
BY_ID = {rule.id: rule for rule in RULES}
