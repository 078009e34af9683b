"""Who did what on one day, and the day's acts as rows of a file."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy.orm import Session

from cluster_gis.domain.access import Scope
from cluster_gis.domain.trail import Act
from cluster_gis.domain.trail_labels import OPERATION
from cluster_gis.formats import LEGAL_ZONE, Formats
from cluster_gis.i18n import N_, translator
from cluster_gis.services.tell_trail import TrailWords
from cluster_gis.storage.queries.trail import Wanted, list_acts

#: Acts of one answer at most; a file or page that leaves some out says so.
MOST_ACTS = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonDay:
    """One person's day. counted: (table, operation) -> rows; acts: newest first."""

    person: str
    acts: Sequence[Act]
    counted: Mapping[tuple[str, str], int]

    @property
    def reasons(self) -> list[str]:
        """Every reason given, once, in the order of the day."""
        return list(dict.fromkeys(r for act in reversed(self.acts) for r in act.reasons))

    @property
    def rows(self) -> int:
        """Rows changed."""
        return sum(self.counted.values())


def bounds_of(day: date) -> tuple[datetime, datetime]:
    """The legal day as [first moment, first moment of the next), in Việt Nam's time."""
    start = datetime.combine(day, time(), LEGAL_ZONE)
    return start, start + timedelta(days=1)


def read_day(session: Session, day: date, *, scope: Scope, on: date) -> list[PersonDay]:
    """Everybody who wrote on the day, the busiest first. scope: what the reader may see, on `on`.

    An act of several people (revisions by different names in one transaction) stands at each.
    """
    since, until = bounds_of(day)
    wanted = Wanted(since=since, until=until, scope=scope, on=on)
    people: dict[str, list[Act]] = {}
    for act in list_acts(session, wanted, limit=MOST_ACTS):
        for person in act.people:
            people.setdefault(person, []).append(act)
    days = []
    for person, acts in people.items():
        counted: Counter[tuple[str, str]] = Counter()
        for act in acts:
            for table, operations in act.tables.items():
                for operation, n in operations.items():
                    counted[table, operation] += n
        days.append(PersonDay(person=person, acts=acts, counted=counted))
    return sorted(days, key=lambda one: (-len(one.acts), one.person))


def tell_counts(counted: Mapping[tuple[str, str], int], words: TrailWords) -> str:
    """As "facts of a cluster: 2 added, 1 changed; source: 1 added"."""
    _, formats = translator(words.language), Formats(words.language)
    by_table: dict[str, list[str]] = {}
    for (table, operation), n in sorted(counted.items()):
        if table != "register.revision":
            told = f"{formats.number(n)} {_(OPERATION[operation])}"
            by_table.setdefault(table, []).append(told)
    return "; ".join(f"{words.table(name)}: {', '.join(told)}" for name, told in by_table.items())


def counts_of(act: Act) -> dict[tuple[str, str], int]:
    """(table, operation) -> rows of an act."""
    return {
        (table, operation): n
        for table, operations in act.tables.items()
        for operation, n in operations.items()
    }


ACT_COLUMNS = (
    N_("Act"),
    N_("At"),
    N_("By"),
    N_("Reason"),
    N_("Revision"),
    N_("Rows"),
    N_("What"),
    N_("Role of the database"),
    N_("From"),
    N_("Seal (sha256)"),
)


def act_rows(acts: Sequence[Act], words: TrailWords) -> list[tuple[str | int | None, ...]]:
    """Acts as rows of a file under `ACT_COLUMNS`."""
    formats = Formats(words.language)
    return [
        (
            act.number,
            formats.moment(act.at),
            ", ".join(act.people),
            "; ".join(act.reasons),
            ", ".join(map(str, act.revisions)),
            act.entries,
            tell_counts(counts_of(act), words),
            act.session_role,
            act.client or act.application,
            act.hash,
        )
        for act in acts
    ]


def act_json(act: Act) -> dict[str, object]:
    """An act as commands and the API print it."""
    return {
        "number": act.number,
        "at": act.at.isoformat(),
        "people": list(act.people),
        "reasons": list(act.reasons),
        "revisions": list(act.revisions),
        "rows": act.entries,
        "tables": act.tables,
        "role": act.session_role,
        "application": act.application,
        "client": act.client,
        "seal": act.hash,
    }
