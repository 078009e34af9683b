"""The long ladder of establishing a cluster: steps, their papers, and papers that come too late.

Between the plan and the first spade lie more papers than states. Each paper belongs to one step;
a paper of a step that a later paper has already passed is refused (an office was once asked to set
up a council that existed). One dated before the passing paper is filed afterwards, and taken.
Steps with a `rule` have a limit of the law (PROC-*), counted by the law room.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from cluster_gis.domain.proposal_fields import ItemKind
from cluster_gis.errors import Conflict, InvalidInput
from cluster_gis.i18n import N_, Words


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderStep:
    """One step. title, agency: msgids. rule: of its limit. many: several papers belong to it."""

    key: str
    title: str
    agency: str
    rule: str | None = None
    many: bool = False
    after_decision: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A paper on the ladder. agency: as printed; None = the agency of the step."""

    step: str
    number: str
    signed_on: date
    agency: str | None = None


_COMMUNE = N_("commune People's Committee")
_INVESTORS = N_("investors")
_DEPARTMENT = N_("Department of Industry and Trade")
_PROVINCE = N_("provincial People's Committee")
_COUNCIL = N_("council that selects the investor")

#: Order of LAW.md PROC-EST and Điều 13–14; of daily use in one province (2026).
ESTABLISHMENT = (
    LadderStep(key="plan", title=N_("In the plan"), agency=_PROVINCE),
    LadderStep(key="notice", title=N_("Public notice that dossiers are received"),
               agency=_COMMUNE, rule="PROC-NOTICE"),
    LadderStep(key="file", title=N_("Dossiers of investors"), agency=_INVESTORS,
               rule="PROC-WINDOW", many=True),
    LadderStep(key="submission", title=N_("Dossier sent for appraisal"), agency=_COMMUNE,
               rule="PROC-PREPARE", many=True),
    LadderStep(key="opinions", title=N_("Opinions of departments"), agency=_DEPARTMENT, many=True),
    LadderStep(key="officers", title=N_("Officers of the council named"), agency=_DEPARTMENT,
               many=True),
    LadderStep(key="council", title=N_("Council set up"), agency=_PROVINCE),
    LadderStep(key="criteria", title=N_("Criteria of scoring agreed"), agency=_COUNCIL),
    LadderStep(key="scoring", title=N_("Candidates scored"), agency=_COUNCIL),
    LadderStep(key="appraisal", title=N_("Appraisal report"), agency=_DEPARTMENT,
               rule="PROC-APPRAISE", many=True),
    LadderStep(key="decision", title=N_("Decision"), agency=_PROVINCE, rule="PROC-DECIDE"),
    LadderStep(key="detailed_plan", title=N_("Detailed plan approved"), agency=_COMMUNE,
               after_decision=True),
    LadderStep(key="land", title=N_("Land handed over"), agency=_PROVINCE, many=True,
               after_decision=True),
    LadderStep(key="environment", title=N_("Environmental permit"), agency=_PROVINCE,
               after_decision=True),
    LadderStep(key="start", title=N_("Start of the works"), agency=_INVESTORS,
               after_decision=True),
)  # fmt: skip

#: A change of the plan has no competition of investors.
_MINISTRY = LadderStep(
    key="ministry", title=N_("Opinion of the ministry"), agency=N_("Ministry of Industry and Trade")
)
PLAN_CHANGE = (
    *(s for s in ESTABLISHMENT if s.key in ("submission", "opinions", "appraisal")),
    _MINISTRY,
    *(s for s in ESTABLISHMENT if s.key == "decision"),
)


def ladder_of(kinds: Sequence[ItemKind]) -> tuple[LadderStep, ...]:
    """The steps of a proposal with such items."""
    if any(kind in (ItemKind.ESTABLISH, ItemKind.EXPAND) for kind in kinds):
        return ESTABLISHMENT
    return PLAN_CHANGE


def get_step(ladder: Sequence[LadderStep], key: str) -> LadderStep:
    """The step of that key; raises InvalidInput."""
    step = next((one for one in ladder if one.key == key), None)
    if step is None:
        raise InvalidInput(
            N_("{field}: {value} is not known; one of {expected} is expected."),
            field="step",
            value=repr(key),
            expected=", ".join(one.key for one in ladder),
        )
    return step


def check_paper(
    ladder: Sequence[LadderStep], held: Sequence[Paper], paper: Paper, *, decided: bool
) -> None:
    """Raise Conflict naming the paper that passed the step, or that it has its one paper.

    decided: an approval stands; steps after the decision wait for it.
    """
    step = get_step(ladder, paper.step)
    order = [one.key for one in ladder]
    if step.after_decision and not decided:
        raise Conflict(
            N_("“{step}” comes after the decision, which is not there yet."),
            step=Words([step.title]),
        )
    same = [one for one in held if one.step == step.key]
    if same and not step.many:
        raise Conflict(
            N_("“{step}” is done: {number} of {day}. A second paper of this step is refused."),
            step=Words([step.title]),
            number=same[0].number,
            day=f"{same[0].signed_on:%d/%m/%Y}",
        )
    place = order.index(step.key)
    later = [one for one in held if one.step in order[place + 1 :]]
    passing = min(later, key=lambda one: one.signed_on, default=None)
    if passing is not None and paper.signed_on > passing.signed_on:
        raise Conflict(
            N_("“{step}” was passed by {number} of {day} (“{passed_by}”); this paper is refused."),
            step=Words([step.title]),
            number=passing.number,
            day=f"{passing.signed_on:%d/%m/%Y}",
            passed_by=Words([get_step(ladder, passing.step).title]),
        )


def missing_before(
    ladder: Sequence[LadderStep], held: Sequence[Paper], key: str
) -> tuple[LadderStep, ...]:
    """Steps before `key` without a paper: shown, never hidden."""
    order = [one.key for one in ladder]
    with_paper = {one.step for one in held}
    return tuple(one for one in ladder[: order.index(key)] if one.key not in with_paper)


#: Move of the state machine -> the step its document belongs to.
STEP_OF_MOVE: Mapping[str, str] = {
    "submit": "submission",
    "appraise": "appraisal",
    "give_ministry_opinion": "ministry",
    "approve": "decision",
    "refuse": "decision",
}
