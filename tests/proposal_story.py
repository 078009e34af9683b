"""A commune's proposal on the small register, and the people who carry it through."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from cluster_gis.domain.access import Actor, Membership, Role, unit
from cluster_gis.domain.actors import COUNTRY, Period
from cluster_gis.domain.proposal_moves import Details, Document
from cluster_gis.services.decide_proposal import approve_proposal
from cluster_gis.services.move_proposal import move_proposal
from cluster_gis.services.write_proposal import Writer, start_proposal
from cluster_gis.storage.queries.proposals import get_proposal

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
PROVINCE, COMMUNE = "2025:31", "2025:11800"
#: 300 m by 200 m, well away from the boundary of the small register.
SQUARE = {
    "type": "Polygon",
    "coordinates": [
        [
            [106.6000, 20.7000],
            [106.6060, 20.7000],
            [106.6060, 20.7050],
            [106.6000, 20.7050],
            [106.6000, 20.7000],
        ]
    ],
}
BOW_TIE = {
    "type": "Polygon",
    "coordinates": [
        [[106.60, 20.70], [106.606, 20.705], [106.606, 20.70], [106.60, 20.705], [106.60, 20.70]]
    ],
}


def person(account: str, role: Role, territory=None, *, until: date | None = None) -> Actor:
    """Somebody with one membership."""
    place = COUNTRY if territory is None else unit(territory)
    membership = Membership(role=role, territory=place, valid=Period(None, until))
    return Actor(account=account, name=account.title(), memberships=(membership,))


COMMUNE_OFFICER = person("xa", Role.COMMUNE, COMMUNE)
DEPARTMENT = person("so", Role.INDUSTRY_DEPARTMENT, PROVINCE)
FINANCE = person("tc", Role.OTHER_DEPARTMENT, PROVINCE)
CHAIR = person("ub", Role.PROVINCE, PROVINCE)
MINISTRY = person("bo", Role.MINISTRY)


def at(day: date | str, hour: str = "09:00:00") -> datetime:
    """A moment of the day in Việt Nam."""
    text = day if isinstance(day, str) else day.isoformat()
    return datetime.fromisoformat(f"{text}T{hour}").replace(tzinfo=HANOI).astimezone(UTC)


def writer(actor: Actor, moment: datetime) -> Writer:
    return Writer(actor=actor, by=actor.name, at=moment)


def add_item(name: str = "Kiến Thiết", geometry=None, **values: str) -> dict:
    """An item that adds a cluster to the plan, with its outline drawn."""
    return {
        "key": "i1",
        "kind": "add",
        "values": {"name": name, "basis": "b", "investor": "Công ty Mới"} | values,
        "outline": {"geometry": geometry or SQUARE, "how": "drawn", "quality": "digitised"},
    }


def content(*items: dict, title: str = "Bổ sung CCN Kiến Thiết") -> dict:
    return {"title": title, "grounds": "Nhu cầu", "items": list(items) or [add_item()]}


def paper(number: str, day: date | str, signer: str | None = "Nguyễn Văn A") -> Document:
    signed = date.fromisoformat(day) if isinstance(day, str) else day
    return Document(number=number, signed_on=signed, signer=signer)


#: move -> (who, what is given with it on the day)
STORY = {
    "submit": (COMMUNE_OFFICER, lambda day: Details(document=paper("12/TTr-UBND", day))),
    "accept": (DEPARTMENT, lambda day: Details()),
    "request_completion": (
        DEPARTMENT,
        lambda day: Details(document=paper("8/SCT-KT", day), requested=("Bản đồ 1:2000",)),
    ),
    "answer": (COMMUNE_OFFICER, lambda day: Details(reason="Đã bổ sung")),
    "appraise": (
        DEPARTMENT,
        lambda day: Details(document=paper("90/BC-SCT", day), result="meets"),
    ),
    "return": (DEPARTMENT, lambda day: Details(reason="Thiếu bản đồ")),
    "reappraise": (DEPARTMENT, lambda day: Details(reason="Nền đã thay đổi")),
    "ask_ministry": (CHAIR, lambda day: Details(document=paper("5/UBND-CT", day))),
    "give_ministry_opinion": (
        MINISTRY,
        lambda day: Details(document=paper("6/BCT-CTĐP", day), opinion="Đồng ý"),
    ),
    "withdraw": (COMMUNE_OFFICER, lambda day: Details(reason="Xin rút")),
    "refuse": (
        CHAIR,
        lambda day: Details(document=paper("77/UBND-CT", day), reason="Chưa phù hợp"),
    ),
    "approve": (
        CHAIR,
        lambda day: Details(document=paper("1234/QĐ-UBND", day), reason="Đồng ý bổ sung"),
    ),
}


def begin(session: Session, day: date | str, **more) -> int:
    made = more.pop("content", None) or content()
    return start_proposal(session, COMMUNE, writer(COMMUNE_OFFICER, at(day)), content=made)


def step(session: Session, proposal_id: int, move: str, day: date | str):
    """One move of the story by who makes it."""
    actor, given = STORY[move]
    version = get_proposal(session, proposal_id).version
    act = approve_proposal if move == "approve" else None
    details, who = given(day), writer(actor, at(day))
    if act is not None:
        return act(session, proposal_id, details, who, expected=version)
    return move_proposal(session, proposal_id, move, details, who, expected=version)


def carry(session: Session, proposal_id: int, first: date, *moves: str):
    """Moves of the story, one a day."""
    proposal = get_proposal(session, proposal_id)
    for n, move in enumerate(moves):
        proposal = step(session, proposal_id, move, first + timedelta(days=n))
    return proposal
