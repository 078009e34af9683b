"""Begin a proposal and write its draft: autosave, with the version the writer saw."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from cluster_gis.domain.access import (
    Action,
    Actor,
    Place,
    Role,
    Territory,
    TerritoryKind,
    decide,
)
from cluster_gis.domain.proposal_moves import (
    MOVES,
    PROPOSING_ROLES,
    STATE_NAMES,
    WRITABLE,
    roles_at,
)
from cluster_gis.domain.proposals import ChangeSet, read_content
from cluster_gis.errors import Conflict, Forbidden, InvalidInput, NotFound, Stale, VersionNotNamed
from cluster_gis.formats import LEGAL_ZONE, legal_day
from cluster_gis.i18n import N_, Words
from cluster_gis.services.proposal_outlines import (
    code_of_province,
    outline_of_geometry,
    outline_of_register,
)
from cluster_gis.storage.queries.proposal_base import unit_record
from cluster_gis.storage.queries.proposals import (
    Proposal,
    events_of,
    get_proposal,
    insert_event,
    insert_proposal,
    put_items,
    update_proposal,
)
from cluster_gis.storage.queries.territory import place_of_unit
from cluster_gis.storage.register import revision_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Writer:
    """Who writes, and when. by: name kept with what is written."""

    actor: Actor
    by: str
    at: datetime

    @property
    def on(self) -> date:
        """The legal day of the act (Asia/Ho_Chi_Minh)."""
        return legal_day(self.at)

    @property
    def account(self) -> str:
        """What records keep: the account, or the operator's name."""
        return self.actor.account or self.by or self.actor.recorded_as


def place_of(session: Session, proposal: Proposal, on: date) -> Place:
    """Where the proposal lies, as the permission matrix sees it.

    One that speaks of one known cluster alone lies in it too: its investor reads it.
    """
    place = place_of_unit(session, proposal.unit_key, on)
    codes = {item.cluster_code for item in proposal.draft.items}
    if len(codes) != 1 or None in codes:
        return place
    of_cluster = Territory(TerritoryKind.CLUSTER, str(codes.pop()))
    return replace(place, territories=place.territories | {of_cluster})


def start_proposal(
    session: Session,
    unit_key: str,
    writer: Writer,
    *,
    content: object | None = None,
    undoes: int | None = None,
) -> int:
    """A new draft of the unit (a commune, a former district, or a province); returns its id.

    The caller commits. Raises Forbidden or SignInNeeded for who may not, NotFound for no unit.
    """
    unit = unit_record(session, unit_key, revision_at(session))
    if unit is None:
        raise NotFound(N_("There is no administrative unit {key}."), key=repr(unit_key))
    place = place_of_unit(session, unit_key, writer.on)
    decide(writer.actor, Action.PROPOSAL_DRAFT, place, writer.on)
    role = _proposing_role(writer, place, unit["level"])
    draft = read_content(settle_content(session, content or {}, unit["province_key"], writer.on))
    proposal_id = insert_proposal(
        session,
        {
            "province_key": unit["province_key"],
            "unit_key": unit_key,
            "proposer_role": role.value,
            "draft": draft.to_json(),
            "undoes": undoes,
            "created_by": writer.account,
            "created_by_name": writer.by,
            "changed_by": writer.by,
        },
    )
    put_items(session, proposal_id, 0, draft)
    insert_event(
        session,
        {
            "proposal_id": proposal_id,
            "version": 1,
            "move": "start",
            "from_state": None,
            "to_state": "draft",
            "at": writer.at,
            "on_date": writer.on,
            "by_account": writer.account,
            "by_name": writer.by,
            "role": role.value if not writer.actor.operator else "operator",
        },
    )
    return proposal_id


def _proposing_role(writer: Writer, place: Place, level: str) -> Role:
    """The role that begins it: of the person, or, for the operator, of the unit's level."""
    if writer.actor.operator:
        by_level = {"commune": Role.COMMUNE, "district": Role.DISTRICT}
        return by_level.get(level, Role.INDUSTRY_DEPARTMENT)
    held = roles_at(writer.actor, Action.PROPOSAL_DRAFT, place, writer.on)
    for role in PROPOSING_ROLES:
        if role in held:
            return role
    raise Forbidden(N_("A proposal is begun by the commune or by the Department of Industry."))


def require_version(session: Session, proposal: Proposal, expected: int | None) -> None:
    """Raise VersionNotNamed (428) without a version, Stale (412) saying what changed since."""
    if expected is None:
        raise VersionNotNamed(N_("Name the version you read (If-Match)."))
    if expected == proposal.version:
        return
    moved = events_of(session, proposal.id, since_version=expected)
    what = Words([_said(row["move"]) for row in moved] or [N_("its content was written")])
    raise Stale(
        N_("{who} changed this proposal at {when} ({what}); look at it again."),
        who=proposal.changed_by,
        when=f"{proposal.changed_at.astimezone(LEGAL_ZONE):%H:%M:%S %d/%m/%Y}",
        what=what,
    )


def _said(move: str) -> str:
    return MOVES[move].label if move in MOVES else EVENT_LABELS.get(move, move)


def save_draft(
    session: Session,
    proposal_id: int,
    content: object,
    writer: Writer,
    *,
    expected: int | None,
) -> Proposal:
    """Write the content over; returns the proposal as it stands then. The caller commits.

    Raises Conflict when it may not be written in its state, InvalidInput naming a bad field.
    """
    proposal = get_proposal(session, proposal_id, lock=True)
    place = place_of(session, proposal, writer.on)
    decide(writer.actor, Action.PROPOSAL_DRAFT, place, writer.on)
    require_version(session, proposal, expected)
    require_writable(proposal)
    draft = read_content(settle_content(session, content, proposal.province_key, writer.on))
    write_content(session, proposal, draft, writer)
    return get_proposal(session, proposal_id)


def require_writable(proposal: Proposal) -> None:
    """Raise Conflict unless the content may be written now."""
    if proposal.state not in WRITABLE:
        raise Conflict(
            N_("A proposal that is “{state}” cannot be written; its revision stands."),
            state=Words([STATE_NAMES[proposal.state]]),
        )


def write_content(session: Session, proposal: Proposal, draft: ChangeSet, writer: Writer) -> int:
    """The draft and its items on the ground; returns the new version."""
    version = update_proposal(
        session, proposal.id, {"draft": draft.to_json(), "changed_by": writer.by}
    )
    put_items(session, proposal.id, 0, draft)
    return version


def settle_content(session: Session, content: object, province_key: str, on: date) -> object:
    """The content with outlines measured: drawn ones are read, existing ones are looked up.

    province_key: of the proposing unit; where a drawn outline is declared to lie.
    """
    if not isinstance(content, Mapping) or not isinstance(content.get("items"), list):
        return content
    return {**content, "items": [_item(session, one, province_key, on) for one in content["items"]]}


def _item(session: Session, item: Any, province_key: str, on: date) -> Any:
    if not isinstance(item, Mapping) or not isinstance(item.get("outline"), Mapping):
        return item
    outline = item["outline"]
    if outline.get("how") == "existing" and not outline.get("source"):
        code = item.get("cluster_code")
        if not isinstance(code, str):
            raise InvalidInput(
                N_("{field}: which cluster's boundary is meant?"), field="outline.how"
            )
        return {**item, "outline": outline_of_register(session, code, on=on).to_json()}
    geometry = outline.get("geometry")
    if outline.get("how") == "drawn" and isinstance(geometry, Mapping):
        # Drawn lines are measured here, whatever the page says of them.
        drawn = outline_of_geometry(geometry, province=code_of_province(province_key))
        return {**item, "outline": drawn.to_json()}
    return item


#: Event -> what people call it.
EVENT_LABELS: Mapping[str, str] = {
    "start": N_("Draft begun"),
    "attach": N_("File attached"),
    "detach": N_("File taken off"),
    "request_opinion": N_("Opinion asked for"),
    "opinion": N_("Opinion given"),
    "reply": N_("Reply to an opinion"),
    "comment": N_("Comment"),
    "paper": N_("Paper recorded"),
}
