"""The register of law: every rule, in the order findings are shown."""

from cluster_gis.law.rule import Rule
from cluster_gis.law.rules import (
    area,
    building_code,
    environment,
    fill,
    investor,
    legacy,
    local,
    operate,
    own_fill,
    plan,
    plan_and_land,
    procedure,
    report,
    score,
    share,
    site,
    support,
    tolerance,
    works,
)

RULES: tuple[Rule, ...] = (
    *area.RULES,
    *share.RULES,
    *site.RULES,
    *plan_and_land.RULES,
    *investor.RULES,
    *fill.RULES,
    *own_fill.RULES,
    *works.RULES,
    *score.RULES,
    *plan.RULES,
    *tolerance.RULES,
    *operate.RULES,
    *environment.RULES,
    *legacy.RULES,
    *procedure.RULES,
    *building_code.RULES,
    *support.RULES,
    *local.RULES,
    *report.RULES,
)
BY_ID = {rule.id: rule for rule in RULES}
