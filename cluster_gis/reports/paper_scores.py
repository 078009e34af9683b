"""Candidates of an item by rank, who wins, and what the rule of ties says of them.

32/2024/NĐ-CP Điều 13 khoản 2: four parts, at most 15, 15, 30 and 40 points; who has 50 or more may
be assigned, the highest total wins, a tie is settled on the proposal of the council's chair.
"""

from decimal import Decimal
from typing import Any

from cluster_gis.domain.facts import SCORE_PARTS, Candidate
from cluster_gis.domain.proposals import Item
from cluster_gis.reports.paper_patterns import Blank
from cluster_gis.reports.paper_phrases import FORMATS, word

LEAST_POINTS = 50
SCORE_BASIS = "Điều 13 khoản 2 Nghị định số 32/2024/NĐ-CP"


def score_values(item: Item, about: str) -> dict[str, Any]:
    """Candidates by rank, who wins, and what the rule of ties says of them."""
    totals = [_total(candidate) for candidate in item.candidates]
    known = [total for total in totals if total is not None]
    best = max(known, default=None)
    enough = best is not None and best >= LEAST_POINTS
    first = [c for c, total in zip(item.candidates, totals, strict=True) if total == best]
    tied = enough and len(first) > 1
    open_scores = len(known) < len(totals)
    winner: Any = item.winner
    if winner is None and enough and not tied and not open_scores:
        winner = first[0].name
    if not item.candidates or open_scores:
        tie = word("scores_open")
    elif not enough:
        tie = word("below").format(least=LEAST_POINTS)
    elif tied:
        tie = word("tie").format(count=len(first), points=FORMATS.number(best or 0))
    else:
        tie = word("tie_none")
    ordered = sorted(
        zip(item.candidates, totals, strict=True),
        key=lambda pair: (pair[1] is None, -(pair[1] or 0)),
    )
    rows = []
    for candidate, total in ordered:
        rank = 1 + sum(1 for other in known if total is not None and other > total)
        label = f"{about}, {candidate.name or '?'}"
        reached = total is not None and total >= LEAST_POINTS
        remark = word("reached") if reached else word("not_reached").format(least=LEAST_POINTS)
        if winner is not None and candidate.name == winner:
            remark = word("chosen")
        rows.append(
            {
                "rank": "–" if total is None else rank,
                "name": candidate.name or Blank("name", about),
                **{part: _points(candidate, part, label) for part in SCORE_PARTS},
                "total": Blank("total", label, line="short_dots")
                if total is None
                else FORMATS.number(total),
                "remark": word("not_enough") if total is None else remark,
            }
        )
    chosen = winner or Blank("winner", about)
    return {
        "candidates": rows,
        "tied": tied,
        "tie": tie,
        "tie_reason": item.tie_reason or Blank("tie_reason", about),
        "winner": chosen,
        "score_result": f"{tie} {word('chosen')}: {winner}." if winner else Blank("winner", about),
    }


def _total(candidate: Candidate) -> Decimal | None:
    points = [getattr(candidate, part) for part in SCORE_PARTS]
    return None if None in points else sum(points, Decimal(0))


def _points(candidate: Candidate, part: str, label: str) -> Any:
    points = getattr(candidate, part)
    return Blank("points", label, line="short_dots") if points is None else FORMATS.number(points)
