"""The trail in a reader's words: fields, values and people, for pages, files and commands."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from cluster_gis.domain.labels import (
    ACT,
    BOUNDARY_QUALITY,
    EVENT_TYPE,
    FUND_SOURCE,
    KIND,
    PLACE_BASIS,
    PLAN_CHANGE,
    PROCEDURE,
    QUALIFIER,
    STATUS_BASIS,
    WORK_TYPE,
)
from cluster_gis.domain.list_columns import STATUS
from cluster_gis.domain.trail import Change, Entry, Moment, tell_life
from cluster_gis.domain.trail_labels import CHANGE, COLUMN, TABLE, VERDICT
from cluster_gis.errors import NotFound
from cluster_gis.formats import Formats, legal_day
from cluster_gis.i18n import N_, Translator, translator
from cluster_gis.storage.queries import trail as queries

_CODES: Mapping[str, Mapping[Any, str]] = {
    "act": ACT,
    "change": PLAN_CHANGE,
    "event_type": EVENT_TYPE,
    "fund_source": FUND_SOURCE,
    "kind": {**KIND, "planned": N_("planned"), "disbursed": N_("paid out")},
    "machine_verdict": VERDICT,
    "place_basis": PLACE_BASIS,
    "procedure": PROCEDURE,
    "qualifier": QUALIFIER,
    "quality": BOUNDARY_QUALITY,
    "status": STATUS,
    "status_basis": STATUS_BASIS,
    "verdict": VERDICT,
    "work_type": WORK_TYPE,
}
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
#: Extended WKB of PostGIS in hexadecimal.
_WKB = re.compile(r"0[01][0-9A-F]{16,}")
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class TrailWords:
    """Words in one language. titles: key of a source or document -> its title."""

    language: str
    titles: Mapping[str, str] = field(default_factory=dict)

    @property
    def _(self) -> Translator:
        return translator(self.language)

    def table(self, name: str) -> str:
        """A table as people call it."""
        return self._(TABLE[name]) if name in TABLE else name.removeprefix("register.")

    def column(self, name: str) -> str:
        """A column as people call it."""
        return self._(COLUMN[name]) if name in COLUMN else name

    def value(self, column: str, value: Any) -> str:
        """A value as people write it; None is "not known"."""
        _ = self._
        if value is None or value == "":
            return _(N_("not known"))
        if isinstance(value, bool):
            return _(N_("yes")) if value else _(N_("no"))
        if isinstance(value, int | float | Decimal):
            return self._number(column, Decimal(str(value)))
        return self._text(column, value) if isinstance(value, str) else _shorten(str(value))

    def _number(self, column: str, value: Decimal) -> str:
        formats = Formats(self.language)
        if column.endswith("_ha"):
            return formats.hectares(value)
        if column.endswith("_pct"):
            return formats.percent(value)
        return formats.money(value) if column.endswith("_vnd") else formats.number(value)

    def _text(self, column: str, value: str) -> str:
        formats, _ = Formats(self.language), self._
        if value in _CODES.get(column, {}):
            return _(_CODES[column][value])
        if column == "field":
            return self.column(value)
        if column.endswith("document_key") or column == "source_key":
            return self.titles.get(value, value)
        if _WKB.match(value):
            return _(N_("a shape of {n} bytes")).format(n=formats.number(len(value) // 2))
        if _DAY.fullmatch(value):
            return formats.day(date.fromisoformat(value))
        return _shorten(value)

    def days(self, change: Change) -> str:
        """The days for which it holds: "from 01/03/2021", "until …"; "" = not said."""
        if change.days is None:
            return ""
        formats, _ = Formats(self.language), self._
        first, end = change.days
        if first is None and end is None:
            return _(N_("at all times"))
        if first is None:
            return _(N_("before {day}")).format(day=formats.day(end or date.max))
        if end is None:
            return _(N_("from {day}")).format(day=formats.day(first))
        return _(N_("from {first} to before {end}")).format(
            first=formats.day(first), end=formats.day(end)
        )

    def fields(self, entry: Entry) -> list[tuple[str, str, str]]:
        """(column, old, new) of an entry, in words; only what the entry holds."""
        old, new = entry.old or {}, entry.new or {}
        if entry.operation == "truncate":
            return [(self._(N_("rows")), Formats(self.language).number(old["rows"]), "0")]
        return [
            (
                self.column(name),
                self.value(name, old[name]) if name in old else "",
                self.value(name, new[name]) if name in new else "",
            )
            for name in (new or old)
            if entry.operation == "update" or (new or old)[name] is not None
        ]


def _shorten(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


@dataclass(frozen=True, slots=True, kw_only=True)
class LifeMoment:
    """A moment of a record's life with who, when and why."""

    moment: Moment
    at: datetime
    people: Sequence[str]
    reason: str | None

    @property
    def day(self) -> date:
        """The legal day on which it was recorded."""
        return legal_day(self.at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """A cluster's life, newest first; titles of the sources and documents it names."""

    code: str
    moments: Sequence[LifeMoment]
    titles: Mapping[str, str]


#: Derived from the facts by the law; shown only where asked for.
FINDINGS = frozenset({"register.assessment"})


def read_life(session: Session, code: str, *, findings: bool = False) -> Life:
    """Everything the trail tells of a cluster; raises NotFound when it tells nothing.

    findings: with stored law findings, which are computed and not recorded by anybody.
    """
    entries = queries.life_of(session, code)
    if not entries:
        raise NotFound(N_("There is no cluster with code {code}."), code=code)
    entries = [entry for entry in entries if findings or entry.table not in FINDINGS]
    moments = tell_life(entries)
    revisions = queries.revisions_of(session, [m.revision for m in moments if m.revision])
    acts = queries.acts_of(session, sorted({m.act for m in moments}))
    told = []
    reason: str | None
    for moment in moments:
        words = revisions.get(moment.revision or 0)
        act = acts.get(moment.act)
        actor = next((e.actor for e in entries if e.act == moment.act and e.actor), None)
        if words is not None:
            people: Sequence[str] = [words.by, *([actor] if actor and actor != words.by else [])]
            at, reason = words.at, words.reason
        elif act is not None:
            people, at, reason = act.people, act.at, "; ".join(act.reasons) or None
        else:
            continue
        told.append(LifeMoment(moment=moment, at=at, people=people, reason=reason))
    changes = [change for one in told for change in one.moment.changes]
    keys = {key for c in changes for key in (c.source_key, c.document_key) if key}
    return Life(code=code, moments=told, titles=queries.titles_of(session, sorted(keys)))


def life_rows(life: Life, words: TrailWords) -> list[tuple[str, ...]]:
    """One row a field changed, as the files of a life hold it; the header is `LIFE_COLUMNS`."""
    _ = translator(words.language)
    formats = Formats(words.language)
    rows: list[tuple[str, ...]] = []
    for one in life.moments:
        for change in one.moment.changes:
            head = (
                formats.moment(one.at),
                ", ".join(one.people),
                str(one.moment.revision or ""),
                words.table(change.table),
                change.record,
            )
            tail = (
                words.days(change),
                one.reason or "",
                words.value("source_key", change.source_key) if change.source_key else "",
                words.value("document_key", change.document_key) if change.document_key else "",
            )
            fields = [
                (
                    words.column(item.column),
                    words.value(item.column, item.old) if change.kind == "changed" else "",
                    words.value(item.column, item.new),
                )
                for item in change.fields
                if change.kind == "changed" or item.new is not None
            ]
            rows += [(*head, *item, *tail) for item in fields or [(_(CHANGE[change.kind]), "", "")]]
    return rows


LIFE_COLUMNS = (
    N_("Recorded at"),
    N_("By"),
    N_("Revision"),
    N_("What"),
    N_("Record"),
    N_("Field"),
    N_("Before"),
    N_("After"),
    N_("Holds"),
    N_("Reason"),
    N_("Source"),
    N_("Document"),
)


def life_json(life: Life, words: TrailWords) -> dict[str, Any]:
    """A life as commands and the API print it: codes as recorded, names in one language."""
    return {
        "code": life.code,
        "moments": [
            {
                "revision": one.moment.revision,
                "act": one.moment.act,
                "at": one.at.isoformat(),
                "by": list(one.people),
                "reason": one.reason,
                "changes": [_change_json(change, life, words) for change in one.moment.changes],
            }
            for one in life.moments
        ],
    }


def _change_json(change: Change, life: Life, words: TrailWords) -> dict[str, Any]:
    first, end = change.days or (None, None)
    return {
        "table": change.table,
        "table_name": words.table(change.table),
        "record": change.record,
        "kind": change.kind,
        "valid_from": first.isoformat() if first else None,
        "valid_to": end.isoformat() if end else None,
        "fields": [
            {
                "column": item.column,
                "name": words.column(item.column),
                "old": item.old,
                "new": item.new,
            }
            for item in change.fields
            if change.kind == "changed" or item.new is not None
        ],
        "source_key": change.source_key,
        "source": life.titles.get(change.source_key or ""),
        "document_key": change.document_key,
    }


def entry_json(entry: Entry) -> dict[str, Any]:
    """An entry as commands and the API print it: values as the trail holds them."""
    return {
        "position": entry.position,
        "at": entry.at.isoformat(),
        "actor": entry.actor,
        "table": entry.table,
        "operation": entry.operation,
        "key": entry.key,
        "record": entry.record,
        "old": entry.old,
        "new": entry.new,
    }
