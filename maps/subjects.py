"""The subjects of the maps, one entry each: what the command, the pages and the print offer.

To add one: its themes in maps/subject_styles.py, a service that reads its records, a builder in
maps/<subject>_map.py, and an entry here.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal, Protocol

from sqlalchemy.orm import Session

from cluster_gis.domain.facts import PROCEDURES
from cluster_gis.domain.labels import PROCEDURE
from cluster_gis.errors import InvalidInput
from cluster_gis.i18n import N_, Translator
from cluster_gis.services.read_change_map import read_change_records
from cluster_gis.services.read_compliance_map import read_compliance_records
from cluster_gis.services.read_environment_map import read_environment_records
from cluster_gis.services.read_map import MapQuestion, MapRecords
from cluster_gis.services.read_occupancy_map import LEVELS, read_occupancy_records
from cluster_gis.services.read_plan_map import read_plan_records
from cluster_gis.services.read_progress_map import read_progress_records
from cluster_gis.services.read_proposal_map import read_proposal_records
from cluster_gis.services.read_time_map import read_time_records
from maps import (
    change_map,
    compliance_map,
    environment_map,
    occupancy_map,
    plan_map,
    progress_map,
    proposal_map,
    time_map,
)
from maps.assets import Assets
from maps.base import OfflineMap
from maps.content import PlanMap
from maps.page import Look


class Builder(Protocol):
    """Records in, folium.Map out."""

    def __call__(
        self, plan: PlanMap, *, assets: Assets, _: Translator, language: str = "vi"
    ) -> OfflineMap:
        """The map of `plan`."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """What a subject asks beyond province, day and recorded time.

    field: of MapQuestion. name: as addresses write it; a command writes it with dashes.
    label: msgid; help: of the command. kind: how its text is read. choices: of kind "choice",
    code -> msgid.
    """

    field: str
    name: str
    label: str
    kind: Literal["day", "choice", "text", "moment", "file"]
    help: str = ""
    choices: Mapping[str, str] | None = None
    required: bool = False
    #: Days after `as_of` that are taken when nothing is asked; None = no day, or not told.
    days_after: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """One subject. read: the question -> records; build: records -> folium.Map.

    help: of the command. has_page: it can be asked by an address alone. dated: it asks a day.
    """

    look: Look
    read: Callable[[Session, MapQuestion], MapRecords]
    build: Builder
    help: str
    options: tuple[Option, ...] = ()
    has_page: bool = True
    dated: bool = True

    @property
    def code(self) -> str:
        """Its name in addresses and commands."""
        return self.look.code

    @property
    def title(self) -> str:
        """Its title, a msgid."""
        return self.look.title


_PROCEDURE = Option(
    field="procedure",
    name="procedure",
    label=N_("Procedure"),
    kind="choice",
    help="Procedure judged (establish).",
    choices={code: PROCEDURE[code] for code in PROCEDURES},
)

_ALL = (
    Subject(
        look=plan_map.LOOK,
        read=read_plan_records,
        build=plan_map.build_plan_map,
        help="The planning map of a day, as one self-contained HTML file.",
    ),
    Subject(
        look=compliance_map.LOOK,
        read=read_compliance_records,
        build=compliance_map.build_compliance_map,
        help="Verdict of a procedure, and the rule that decides.",
        options=(
            _PROCEDURE,
            Option(
                field="on",
                name="on",
                label=N_("Under the law of"),
                kind="day",
                help="Day of the law; default that of --as-of.",
            ),
        ),
    ),
    Subject(
        look=progress_map.LOOK,
        read=read_progress_records,
        build=progress_map.build_progress_map,
        help="Infrastructure done, works by type, days late.",
    ),
    Subject(
        look=occupancy_map.LOOK,
        read=read_occupancy_records,
        build=occupancy_map.build_occupancy_map,
        help="Fill rate and land not let, by cluster and by unit of any day.",
        options=(
            Option(
                field="units_on",
                name="units_on",
                label=N_("Units of"),
                kind="day",
                help="Day of the units told of; default that of --as-of.",
            ),
            Option(
                field="unit_level",
                name="unit_level",
                label=N_("Level"),
                kind="choice",
                choices=LEVELS,
                help="Level of the units; default what fits the map.",
            ),
        ),
    ),
    Subject(
        look=environment_map.LOOK,
        read=read_environment_records,
        build=environment_map.build_environment_map,
        help="Central wastewater treatment: in operation, being built, none, not known.",
    ),
    Subject(
        look=change_map.LOOK,
        read=read_change_records,
        build=change_map.build_change_map,
        help="What changed between two days, or between two versions of a plan.",
        options=(
            Option(
                field="before",
                name="from",
                label=N_("From"),
                kind="moment",
                help="A day, or the key of a plan version; default a year before.",
                days_after=-365,
            ),
            Option(
                field="after",
                name="to",
                label=N_("To"),
                kind="moment",
                help="A day, or the key of a plan version; default --as-of.",
                days_after=0,
            ),
        ),
        dated=False,
    ),
    Subject(
        look=time_map.LOOK,
        read=read_time_records,
        build=time_map.build_time_map,
        help="The register from 2009 to the day shown, with a slider.",
        dated=False,
    ),
    Subject(
        look=proposal_map.LOOK,
        read=read_proposal_records,
        build=proposal_map.build_proposal_map,
        help="An outline before and after, and what it would overlap.",
        options=(
            Option(
                field="boundary",
                name="boundary",
                label=N_("Boundary file"),
                kind="file",
                help="File with the proposed boundary, in any form `boundary read` takes.",
                required=True,
            ),
            Option(
                field="cluster",
                name="cluster",
                label=N_("Cluster code"),
                kind="text",
                help="Code of the cluster it is of; none for a new one.",
            ),
            Option(
                field="crs",
                name="crs",
                label=N_("Coordinate system"),
                kind="text",
                help="Coordinate system of the file, EPSG:9210.",
            ),
        ),
        has_page=False,
    ),
)
SUBJECTS: Mapping[str, Subject] = {subject.code: subject for subject in _ALL}


def get_subject(code: str) -> Subject:
    """The subject of that code; raises InvalidInput that names those there are."""
    if code not in SUBJECTS:
        raise InvalidInput(
            N_("{field} is {value}; expected one of {expected}."),
            field="subject",
            value=repr(code),
            expected=", ".join(SUBJECTS),
        )
    return SUBJECTS[code]
