"""Write docs/permissions.md from the matrix of permissions and the tables of routes and commands.

Run it after a change of any of them (`make permissions`); a test fails while the page is stale.
"""

import sys
from collections import defaultdict
from pathlib import Path

from api.route_actions import ROUTE_ACTIONS
from cluster_gis.cli.command_actions import COMMAND_ACTIONS
from cluster_gis.domain.access import MATRIX, Reach, Role
from cluster_gis.domain.actors import LEGAL_PERIODS, ROLE_LABELS
from cluster_gis.i18n import translator

PAGE = Path(__file__).resolve().parents[1] / "docs" / "permissions.md"
SIGNS = {Reach.ANYWHERE: "●", Reach.TERRITORY: "○", Reach.SELF: "◌"}
HEADS = {
    Role.ADMINISTRATOR: "QT",
    Role.MINISTRY: "BCT",
    Role.PROVINCE: "Tỉnh",
    Role.INDUSTRY_DEPARTMENT: "SCT",
    Role.OTHER_DEPARTMENT: "Sở",
    Role.DISTRICT: "Huyện",
    Role.COMMUNE: "Xã",
    Role.INVESTOR: "CĐT",
    Role.ENTERPRISE: "DN",
    Role.PUBLIC: "Ai",
}


def page() -> str:
    """The whole page, in English with the Vietnamese beside it."""
    vi = translator("vi")
    lines = [
        "# Permissions: who may do what (Phân quyền)",
        "",
        "Written by `make permissions` from `cluster_gis/domain/permissions.py`; do not edit.",
        "",
        "● anywhere (mọi nơi) · ○ in the own territory (trong địa bàn) · ◌ the own account (của "
        "chính mình) · empty: not (không được).",
        "A role gives rights on the days of the membership only, the district level until "
        "30/06/2025, the commune level from 01/07/2025; a token that only reads may do what does "
        "not write (✎). Nobody signed in has the column “Ai”, and so has everybody else. The "
        "operator at the server's command line may do every row, and alone the rows that are "
        "empty. See [accounts](accounts.md).",
        "",
        "## Roles",
        "",
        "| column | role | vai trò | days of the law |",
        "|---|---|---|---|",
    ]
    for role in Role:
        days = LEGAL_PERIODS.get(role)
        span = f"{days.first or '…'} – {days.last or '…'}" if days else "always"
        lines.append(
            f"| {HEADS[role]} | {ROLE_LABELS[role]} (`{role}`) | {vi(ROLE_LABELS[role])} | {span} |"
        )
    lines += [
        "",
        "## Matrix",
        "",
        "| action | what | việc | ✎ | " + " | ".join(HEADS[role] for role in Role) + " |",
        "|---|---|---|---|" + ":-:|" * len(Role),
    ]
    for action, row in MATRIX.items():
        signs = " | ".join(SIGNS[row.grants[r]] if r in row.grants else "" for r in Role)
        lines.append(
            f"| `{action}` | {row.label} | {vi(row.label)} | {'✎' if row.writes else ''} "
            f"| {signs} |"
        )
    routes, commands = defaultdict(list), defaultdict(list)
    for route, action in ROUTE_ACTIONS.items():
        routes[action].append(f"`{route}`")
    for command, action in COMMAND_ACTIONS.items():
        commands[action].append(f"`{command}`")
    lines += [
        "",
        "## Routes and commands",
        "",
        "Every route and every command stands here; a route that does not is refused. Commands act "
        "as the operator; the entry says what a page would need.",
        "",
        "| action | routes | commands of `cluster-gis` |",
        "|---|---|---|",
    ]
    lines += [
        f"| `{action}` | {', '.join(sorted(routes[action]))} "
        f"| {', '.join(sorted(commands[action]))} |"
        for action in MATRIX
        if routes[action] or commands[action]
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    if "--check" in sys.argv:
        sys.exit(0 if PAGE.read_text(encoding="utf-8") == page() else f"{PAGE} is stale")
    PAGE.write_text(page(), encoding="utf-8")
