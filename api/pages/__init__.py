"""Pages for people. `routers()` and `render_problem` are what the application takes from here."""

from fastapi import APIRouter

from api.pages import (
    accounts,
    accounts_change,
    boundaries,
    cluster,
    cluster_files,
    cluster_quality,
    clusters,
    correct,
    findings,
    law,
    law_findings,
    law_rules,
    layer_counts,
    opinion,
    outline_files,
    overview,
    planning_map,
    prints,
    profile,
    progress,
    progress_entry,
    quality,
    report_issued,
    report_returns,
    reports,
    sign_in,
    sign_in_provider,
    staging,
    subject_maps,
    support,
    tables,
)
from api.pages.problems import render_problem

__all__ = ["render_problem", "routers"]


def routers() -> list[APIRouter]:
    """Routers of all pages, in the order they are matched."""
    return [
        planning_map.router,
        layer_counts.router,
        prints.router,
        subject_maps.router,
        overview.router,
        tables.router,
        clusters.router,
        cluster_files.router,
        correct.router,
        progress_entry.router,
        progress.router,
        support.router,
        cluster.router,
        cluster_quality.router,
        findings.router,
        opinion.router,
        outline_files.router,
        law.router,
        law_findings.router,
        law_rules.router,
        boundaries.router,
        quality.router,
        reports.router,
        report_returns.router,
        report_issued.router,
        staging.router,
        sign_in.router,
        sign_in_provider.router,
        profile.router,
        accounts.router,
        accounts_change.router,
    ]
