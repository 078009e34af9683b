"""What provinces decided and were given: settings in force on a day, and a new one."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Response
from pydantic import BaseModel, ConfigDict, Field

from api.dependencies import DbSession, ServerResources, TwoClocks, only
from api.identity import Person, require
from api.parameters import today
from api.schemas import answer_head, json_answer
from api.writing import Writer
from cluster_gis.domain.access import Action
from cluster_gis.services.settle_province import set_province_setting, settings_told
from cluster_gis.storage.queries.territory import place_of_unit
from cluster_gis.storage.register import revision_at

router = APIRouter(prefix="/api/v1/settings", tags=["Register"])


class SettingIn(BaseModel):
    """A setting of a unit for its days. last_day null: open."""

    model_config = ConfigDict(extra="forbid")
    unit: Annotated[str, Field(max_length=20)]
    setting: Annotated[str, Field(max_length=40)]
    value: Annotated[str, Field(max_length=60)]
    document: Annotated[str, Field(min_length=1, max_length=500)]
    first_day: date
    last_day: date | None = None


@router.get("", dependencies=[Depends(only("as_of", "known_at"))])
def read_settings(session: DbSession, resources: ServerResources, moment: TwoClocks) -> Response:
    """Settings in force on the day with their days and papers; the land quota among them."""
    rows = settings_told(session, on=moment.as_of, revision=moment.revision)
    head = answer_head(resources.settings.register, moment)
    return json_answer({**head, "settings": rows})


@router.post("", dependencies=[Depends(only())], status_code=201)
def record_setting(session: Writer, person: Person, wanted: SettingIn) -> Response:
    """Record a setting; revision null: the register holds just this already."""
    require(person, Action.PROVINCE_SETTLE, place_of_unit(session, wanted.unit, today()))
    revision = set_province_setting(
        session,
        wanted.unit,
        setting=wanted.setting,
        value=wanted.value,
        document=wanted.document,
        first_day=wanted.first_day,
        last_day=wanted.last_day,
        by=person.recorded_as,
    )
    rows = settings_told(session, on=wanted.first_day, revision=revision_at(session))
    answer = json_answer({"revision": revision, "settings": rows})
    answer.status_code = 201
    return answer
