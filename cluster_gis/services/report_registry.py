"""The words that forms are written in, bound to the clusters of one cut-off."""

from typing import Any

from cluster_gis.domain.reporting.cells import Registry
from cluster_gis.services.report_conditions import CONDITIONS
from cluster_gis.services.report_facts import ReportFacts
from cluster_gis.services.report_measures import MEASURES


def registry_of(facts: ReportFacts) -> Registry:
    """The measures and conditions over the clusters of `facts`."""

    def bound(function: Any) -> Any:
        return lambda code: function(facts, code)

    return Registry(
        measures={name: bound(function) for name, function in MEASURES.items()},
        conditions={name: bound(function) for name, function in CONDITIONS.items()},
    )
