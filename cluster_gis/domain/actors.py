"""Who acts, in which role, where and when: roles, territories, memberships, actors, places.

Roles are those of the decrees (68/2017, 32/2024, 139/2025 as amended): a membership is a role,
a territory and the days it holds. The district level ended on 2025-06-30; the commune level took
over its duties on 2025-07-01 (139/2025/NĐ-CP Điều 6, 11).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from cluster_gis.errors import InvalidInput
from cluster_gis.i18n import N_


class Role(StrEnum):
    """What a person is, before the law of industrial clusters."""

    ADMINISTRATOR = "administrator"
    MINISTRY = "ministry"
    PROVINCE = "province"
    INDUSTRY_DEPARTMENT = "industry_department"
    OTHER_DEPARTMENT = "other_department"
    DISTRICT = "district"
    COMMUNE = "commune"
    INVESTOR = "investor"
    ENTERPRISE = "enterprise"
    PUBLIC = "public"


ROLE_LABELS: Final = MappingProxyType(
    {
        Role.ADMINISTRATOR: N_("administrator of accounts"),
        Role.MINISTRY: N_("Ministry of Industry and Trade"),
        Role.PROVINCE: N_("provincial People's Committee"),
        Role.INDUSTRY_DEPARTMENT: N_("Department of Industry and Trade"),
        Role.OTHER_DEPARTMENT: N_("other department"),
        Role.DISTRICT: N_("district People's Committee (until 30/06/2025)"),
        Role.COMMUNE: N_("commune People's Committee (from 01/07/2025)"),
        Role.INVESTOR: N_("infrastructure investor"),
        Role.ENTERPRISE: N_("enterprise in the cluster"),
        Role.PUBLIC: N_("anybody"),
    }
)


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `first` to `last`, both included; None = open on that side."""

    first: date | None = None
    last: date | None = None

    def __post_init__(self) -> None:
        if self.first and self.last and self.last < self.first:
            raise InvalidInput(
                N_("{field} is {value}, before the first day {first}."),
                field="until",
                value=self.last.isoformat(),
                first=self.first.isoformat(),
            )

    def contains(self, day: date) -> bool:
        """Whether the day lies in it."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


#: Days on which the law knows a role at all; the others have no limit of their own.
LEGAL_PERIODS: Final = MappingProxyType(
    {
        Role.DISTRICT: Period(None, date(2025, 6, 30)),
        Role.COMMUNE: Period(date(2025, 7, 1), None),
    }
)


class TerritoryKind(StrEnum):
    """What a territory is named by."""

    COUNTRY = "country"
    UNIT = "unit"
    CLUSTER = "cluster"
    PROJECT = "project"


@dataclass(frozen=True, slots=True, order=True)
class Territory:
    """Where a membership holds. key: unit key ("2025:31"), cluster code, project key; "" = country.

    A unit is that of its own days: "pre2025:30" (Hải Dương) ends on 2025-06-30 and what lay there
    lies in "2025:31" (Hải Phòng) afterwards, see `Place`.
    """

    kind: TerritoryKind
    key: str = ""

    def __str__(self) -> str:
        return f"{self.kind}:{self.key}" if self.key else str(self.kind)

    @classmethod
    def parse(cls, text: str) -> "Territory":
        """From "country", "unit:2025:31", "cluster:hp-tien-lang", "project:…"; or InvalidInput.

        A bare unit key is understood too.
        """
        if text == TerritoryKind.COUNTRY:
            return COUNTRY
        kind, _, key = text.strip().partition(":")
        if kind in ("2025", "pre2025") and key:
            return cls(TerritoryKind.UNIT, text.strip())
        if kind not in {k for k in TerritoryKind if k is not TerritoryKind.COUNTRY} or not key:
            raise InvalidInput(
                N_(
                    "{field} is {value}; expected country, unit:2025:31, cluster:CODE or "
                    "project:KEY."
                ),
                field="territory",
                value=repr(text),
            )
        return cls(TerritoryKind(kind), key)


COUNTRY: Final = Territory(TerritoryKind.COUNTRY)


def unit(key: str) -> Territory:
    """The territory of an administrative unit, "2025:31"."""
    return Territory(TerritoryKind.UNIT, key)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What is acted upon, by every territory that it lies in on the day; the country always.

    label: how people call it. account: whose own it is (a profile, a token), else None.
    Made by `storage.queries.territory` for a cluster, a unit, a project.
    """

    territories: frozenset[Territory] = field(default_factory=frozenset)
    label: str = ""
    account: str | None = None

    def lies_in(self, territory: Territory) -> bool:
        """Whether all of it is inside the territory."""
        return territory == COUNTRY or territory in self.territories


def place_in(territories: Iterable[Territory], label: str = "") -> Place:
    """A place that lies in just these territories (and the country)."""
    return Place(territories=frozenset(territories), label=label)


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """A role in a territory on some days. organisation: as it is called, "Sở Tài chính"."""

    role: Role
    territory: Territory
    valid: Period = Period()
    organisation: str = ""

    def holds_on(self, day: date) -> bool:
        """Whether it gives rights on the day: inside its own days and those of the law."""
        return self.valid.contains(day) and LEGAL_PERIODS.get(self.role, Period()).contains(day)


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who asks. account: sign-in name; None = nobody signed in, or the operator.

    operator: the person at the command line of the server, who may do everything commands do.
    read_only: came with a token that may only read.
    """

    account: str | None = None
    name: str = ""
    memberships: tuple[Membership, ...] = ()
    operator: bool = False
    read_only: bool = False

    @property
    def signed_in(self) -> bool:
        """Whether we know who it is."""
        return self.operator or self.account is not None

    @property
    def recorded_as(self) -> str:
        """The name that records and the audit keep: the account, else "operator"."""
        return self.account or ("operator" if self.operator else "")

    def memberships_on(self, day: date) -> tuple[Membership, ...]:
        """Those that give rights on the day; everybody is the public, everywhere."""
        held = tuple(one for one in self.memberships if one.holds_on(day))
        return (*held, Membership(role=Role.PUBLIC, territory=COUNTRY))


ANONYMOUS: Final = Actor()
OPERATOR: Final = Actor(name="operator", operator=True)
