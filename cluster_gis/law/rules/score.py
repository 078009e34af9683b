"""EST-SCORE: selecting the infrastructure investor by points (parts, minimum, highest wins)."""

from decimal import Decimal

from cluster_gis.domain.facts import SCORE_PARTS, Candidate, Case
from cluster_gis.i18n import N_
from cluster_gis.law import exact
from cluster_gis.law.documents import SECONDARY, TEXT, V2, V3, V4, V5, V6
from cluster_gis.law.exact import ZERO
from cluster_gis.law.rule import Arm, Group, Limit, Outcome, Rule, Text, Verdict, Version, versions

CANDIDATES = "facts.candidates"
PART_NAMES = {
    "plan": N_("infrastructure investment plan"),
    "environment_management": N_("management and environment plan"),
    "capacity_experience": N_("capacity and experience"),
    "finance": N_("financial plan"),
}


def _bounds(candidate: Candidate, version: Version) -> tuple[Decimal, Decimal]:
    """The least and the most points a candidate may have; a part not known lies in 0..maximum."""
    low, high = [], []
    for part, limit in zip(SCORE_PARTS, version.limits, strict=False):
        points = getattr(candidate, part)
        low.append(ZERO if points is None else points)
        high.append(limit.amount if points is None else points)
    return exact.total(low), exact.total(high)


def _too_high(candidate: Candidate, version: Version) -> list[tuple[str, Limit, Decimal]]:
    """Parts above their maximum."""
    return [
        (part, limit, points)
        for part, limit in zip(SCORE_PARTS, version.limits, strict=False)
        if (points := getattr(candidate, part)) is not None and points > limit.amount
    ]


def _name(candidate: Candidate, place: int) -> str:
    return candidate.name or f"{CANDIDATES}[{place}]"


def _score(case: Case, version: Version) -> Outcome:
    """Each part within its maximum, the highest total wins and has at least the minimum."""
    minimum = version.arm("EST-SCORE-MIN")
    candidates = case.candidates
    if not candidates:
        return Outcome(
            Verdict.NOT_ENOUGH_DATA,
            Text(N_("The candidates' scores are not given.")),
            limit=minimum,
            inputs=(CANDIDATES,),
            missing=(CANDIDATES,),
            change=Text(N_("Supply the council's score of each candidate.")),
            counts=candidates is not None,
        )
    for place, candidate in enumerate(candidates):
        for part, limit, points in _too_high(candidate, version):
            values = {
                "candidate": _name(candidate, place),
                "part": PART_NAMES[part],
                "points": points,
                "most": limit.amount,
            }
            return Outcome(
                Verdict.FAIL,
                Text(
                    N_(
                        "{candidate} has {points} points for the {part}; at most {most} "
                        "are allowed."
                    ),
                    values,
                ),
                measured=points,
                limit=limit,
                inputs=(f"{CANDIDATES}[{place}].{part}",),
                change=Text(N_("Correct the score: it exceeds its maximum.")),
                arms=(Arm("EST-SCORE-PART", Verdict.FAIL, points, limit, part),),
            )
    return _winner(candidates, version, minimum)


def _winner(candidates: tuple[Candidate, ...], version: Version, minimum: Limit) -> Outcome:
    bounds = [_bounds(candidate, version) for candidate in candidates]
    best = max(range(len(bounds)), key=lambda place: bounds[place][0])
    low = bounds[best][0]
    rivals = [most for place, (_, most) in enumerate(bounds) if place != best]
    values = {
        "candidate": _name(candidates[best], best),
        "points": low,
        "minimum": minimum.amount,
        "short": exact.subtract(minimum.amount, low),
    }
    missing = tuple(
        f"{CANDIDATES}[{place}].{part}"
        for place, candidate in enumerate(candidates)
        for part in SCORE_PARTS
        if getattr(candidate, part) is None
    )
    change = None
    if all(most < minimum.amount for _, most in bounds):
        verdict, missing = Verdict.FAIL, ()
        said = Text(N_("No candidate reaches {minimum} points; the best has {points}."), values)
        change = Text(N_("{short} points more are needed."), values)
    elif missing:
        verdict = Verdict.NOT_ENOUGH_DATA
        said = Text(N_("Scores are missing; the winner cannot be told."))
        change = Text(N_("Supply the council's score of each candidate."))
    elif low not in rivals:
        verdict = Verdict.PASS
        said = Text(N_("{candidate} has the highest score, {points} points."), values)
    else:
        verdict = Verdict.NEEDS_REVIEW
        said = Text(
            N_("A tie at {points} points: it is settled on the proposal of the council's chair."),
            values,
        )
    known = not missing
    arms = [
        Arm("EST-SCORE-PART", Verdict.PASS, getattr(candidates[best], part), limit, part)
        for part, limit in zip(SCORE_PARTS, version.limits, strict=False)
        if getattr(candidates[best], part) is not None
    ]
    return Outcome(
        verdict,
        said,
        measured=low if known else None,
        limit=minimum,
        inputs=(CANDIDATES,),
        missing=missing,
        change=change,
        arms=(*arms, Arm("EST-SCORE-MIN", verdict, low if known else None, minimum)),
    )


def _part(name: str, most: int) -> Limit:
    return Limit(f"score: {name}", "<=", Decimal(most), "points", rule="EST-SCORE-PART")


#: In the order of SCORE_PARTS, then the minimum.
_LIMITS = (
    _part("infrastructure investment plan", 15),
    _part("management and environment plan", 15),
    _part("capacity and experience", 30),
    _part("financial plan", 40),
    Limit("total score of chosen investor", ">=", Decimal(50), "points", rule="EST-SCORE-MIN"),
)
_HIGHEST = N_("The highest score wins; a tie is settled on the proposal of the council's chair.")

EST_SCORE = Rule(
    id="EST-SCORE",
    title=N_("Scoring of the candidate investors"),
    group=Group.CONDITION,
    procedures=("establish", "expand"),
    versions=(
        *versions(
            V2,
            locator="Điều 15 (66/2020/NĐ-CP)",
            limits=_LIMITS,
            confidence=SECONDARY,
            note=N_("The highest score wins; public-private partnership projects are excluded."),
        ),
        *versions(
            *(V3, V4, V5),
            locator="Điều 13 khoản 2",
            limits=_LIMITS,
            confidence=TEXT,
            note=_HIGHEST,
        ),
        *versions(
            V6, locator="Điều 13 khoản 2", limits=_LIMITS, confidence=SECONDARY, note=_HIGHEST
        ),
    ),
    check=_score,
)

RULES = (EST_SCORE,)
