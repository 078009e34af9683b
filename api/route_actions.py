"""Which action of the matrix each route does. A route without an entry answers nobody.

Written as "METHOD path", the path as the route declares it. `GET` stands for `HEAD` as well.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from cluster_gis.domain.permissions import Action

_BY_ACTION: Final[Mapping[Action, tuple[str, ...]]] = {
    Action.SERVER_OBSERVE: ("GET /healthz", "GET /readyz", "GET /metrics", "GET /docs"),
    Action.REGISTER_READ: (
        "GET /ogc",
        "GET /ogc/",
        "GET /ogc/conformance",
        "GET /ogc/api",
        "GET /ogc/collections",
        "GET /ogc/collections/{collection}",
        "GET /ogc/collections/{collection}/schema",
        "GET /ogc/collections/{collection}/queryables",
        "GET /ogc/collections/{collection}/items",
        "GET /ogc/collections/{collection}/items/{feature}",
        "GET /ogc/tileMatrixSets",
        "GET /ogc/tileMatrixSets/{matrix}",
        "GET /ogc/collections/{collection}/tiles",
        "GET /ogc/collections/{collection}/tiles/{matrix}",
        "GET /ogc/collections/{collection}/tiles/{matrix}/{z}/{row}/{col}",
        "GET /api/v1/clusters",
        "GET /api/v1/clusters/{code}",
        "GET /api/v1/clusters/{code}/assessment",
        "GET /api/v1/provinces",
        "GET /api/v1/register",
        "GET /api/v1/quality",
        "GET /",
        "GET /maps/rows/{code}",
        "GET /maps/card/{code}",
        "GET /maps/counts/{name}",
        "GET /maps/{code}.pdf",
        "GET /maps/{code}",
        "GET /overview",
        "POST /tables.xlsx",
        "POST /tables.csv",
        "GET /clusters",
        "GET /clusters.xlsx",
        "GET /clusters.csv",
        "GET /clusters/template.xlsx",
        "GET /clusters/{code}",
        "GET /clusters/{code}/quality",
        "GET /clusters/{code}/findings",
        "GET /clusters/{code}/opinion.pdf",
        "GET /clusters/{code}/opinion.docx",
        "GET /clusters/{code}/sheet.pdf",
        "GET /clusters/{code}/boundary.{suffix}",
        "GET /clusters/{code}/table.{suffix}",
        "GET /quality",
        "GET /quality/map",
        # Made of the published register alone for who may not read returns.
        "GET /reports",
        "GET /reports/view",
        "GET /reports/why",
        "GET /reports/file",
        "GET /verify/{total}",
        "GET /api/v1/reports",
        "GET /api/v1/reports/duties",
        "GET /api/v1/reports/forms/{form}",
        "GET /progress",
        "GET /support",
        "GET /legacy",
        "GET /sectors",
        "GET /progress/template.xlsx",
        "GET /clusters/{code}/progress",
        "GET /api/v1/progress",
        "GET /api/v1/clusters/{code}/progress",
    ),
    Action.REPORT_READ: (
        "GET /reports/issued/{total}",
        "GET /reports/issued/{total}/why",
        "GET /reports/issued/{total}/{fmt}/{language}",
        "GET /api/v1/reports/issued/{total}",
    ),
    Action.REPORT_ISSUE: ("POST /reports/issue",),
    Action.RETURN_READ: (
        "GET /reports/returns/{number}",
        "GET /clusters/{code}/evidence/{sha256}",
    ),
    Action.RETURN_ENTER: ("POST /reports/returns", "POST /reports/returns/{number}"),
    Action.RETURN_ACCEPT: ("POST /reports/returns/{number}/judge",),
    Action.LAW_READ: (
        "GET /law",
        "GET /law/findings",
        "GET /law/rules",
        "GET /law/rules.pdf",
        "GET /law/rules.html",
        "GET /law/rules/{rule}",
    ),
    Action.BOUNDARY_READ: (
        "POST /api/v1/boundaries/check",
        "GET /boundaries",
        "POST /boundaries",
    ),
    Action.SIGN_IN: (
        "GET /sign-in",
        "POST /sign-in",
        "POST /sign-out",
        "GET /sign-in/provider",
        "GET /sign-in/return",
    ),
    Action.STAGING_READ: (
        "GET /api/v1/staging",
        "GET /api/v1/staging/{file_id}",
        "GET /staging",
        "GET /staging/{file_id}",
    ),
    Action.FACT_CORRECT: ("GET /clusters/{code}/correct", "POST /clusters/{code}/correct"),
    Action.PROPOSAL_READ: (
        "GET /api/v1/proposals",
        "GET /api/v1/proposals/form",
        "GET /api/v1/proposals/{proposal_id}",
        "GET /api/v1/proposals/{proposal_id}/check",
        "GET /api/v1/proposals/{proposal_id}/documents",
        "GET /proposals/{proposal_id}/papers/{name}",
        "GET /api/v1/proposals/{proposal_id}/attachments/{attachment_id}",
        "GET /api/v1/proposals/{proposal_id}/revisions/{number}",
        "GET /api/v1/proposals/{proposal_id}/diff",
        "GET /api/v1/worklist",
    ),
    # Who may do which move is told by the move itself: its row is looked up with its place.
    Action.PROPOSAL_REVIEW: (
        "POST /api/v1/proposals/{proposal_id}/moves",
        "POST /api/v1/proposals/{proposal_id}/attachments",
        "POST /api/v1/proposals/{proposal_id}/opinions",
        "POST /api/v1/proposals/{proposal_id}/opinions/{opinion_id}",
        "POST /api/v1/proposals/{proposal_id}/comments",
        "POST /api/v1/proposals/{proposal_id}/comments/{comment_id}/settle",
        "POST /api/v1/proposals/{proposal_id}/papers",
    ),
    Action.PROPOSAL_DRAFT: (
        "POST /api/v1/proposals",
        "POST /api/v1/proposals/check",
        "PUT /api/v1/proposals/{proposal_id}",
        "POST /api/v1/proposals/{proposal_id}/outline",
        "DELETE /api/v1/proposals/{proposal_id}/attachments/{attachment_id}",
        "POST /api/v1/proposals/{proposal_id}/undo",
    ),
    Action.PROGRESS_ENTER: (
        "GET /progress/upload",
        "POST /progress/upload",
        "POST /progress/upload/{file_id}/apply",
        "GET /clusters/{code}/progress/entry",
        "POST /clusters/{code}/progress/entry",
        "POST /clusters/{code}/progress/evidence",
        "POST /api/v1/clusters/{code}/progress",
    ),
    Action.ACCOUNT_SELF: (
        "GET /profile",
        "POST /profile/name",
        "POST /profile/password",
        "POST /profile/sessions/{session_id}/end",
        "POST /profile/sessions/end-others",
        "POST /profile/tokens",
        "POST /profile/tokens/{token_id}/revoke",
    ),
    Action.ACCOUNT_MANAGE: (
        "GET /admin/accounts",
        "POST /admin/accounts",
        "GET /admin/accounts/{login}",
        "POST /admin/accounts/{login}/name",
        "POST /admin/accounts/{login}/password",
        "POST /admin/accounts/{login}/lock",
        "POST /admin/accounts/{login}/unlock",
        "POST /admin/accounts/{login}/roles",
        "POST /admin/accounts/{login}/roles/{number}/revoke",
        "GET /admin/territories",
    ),
}

ROUTE_ACTIONS: Final[Mapping[str, Action]] = MappingProxyType(
    {route: action for action, routes in _BY_ACTION.items() for route in routes}
)


def action_of(method: str, path: str) -> Action | None:
    """The action of a route; None = it has no entry."""
    return ROUTE_ACTIONS.get(f"{'GET' if method == 'HEAD' else method} {path}")
