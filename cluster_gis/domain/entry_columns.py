"""What a kind of row of entry is, and the pieces that its tables of columns share."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from cluster_gis.domain.progress_words import YES_NO
from cluster_gis.i18n import N_

ColumnKind = Literal[
    "code", "text", "choice", "flag", "area", "money", "count", "number", "percent", "day"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryColumn:
    """One column. header, hint: English msgids; the unit stands in the header.

    needed: a row without it is refused. money: billions of VND on paper, VND in the register.
    """

    key: str
    header: str
    kind: ColumnKind
    hint: str = ""
    width: int = 16
    needed: bool = False
    choices: Mapping[str, str] = field(default_factory=dict)
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryKind:
    """A kind of row. title: of its sheet. says: keys of which at least one must be filled."""

    key: str
    title: str
    columns: tuple[EntryColumn, ...]
    says: tuple[str, ...]

    def column(self, key: str) -> EntryColumn | None:
        """The column of that key; None = there is none."""
        return next((column for column in self.columns if column.key == key), None)


CODE = EntryColumn(
    key="code",
    header=N_("Cluster code"),
    kind="code",
    hint=N_("Code in this register, for example hp-cam-van; leave it as it is."),
    width=22,
    needed=True,
    aliases=("mã", "mã ccn", "mã cụm", "code"),
)
NAME = EntryColumn(
    key="name",
    header=N_("Name of the cluster"),
    kind="text",
    hint=N_("For the reader; the code decides."),
    width=28,
    aliases=("tên ccn", "tên cụm", "cụm công nghiệp"),
)
NOTE = EntryColumn(key="note", header=N_("Note"), kind="text", width=30)


def choice(key: str, header: str, choices: Mapping[str, str], **more: object) -> EntryColumn:
    """A column of one of some words."""
    return EntryColumn(
        key=key,
        header=header,
        kind="choice",
        hint=N_("Choose from the list."),
        choices=choices,
        **{"width": 24, **more},  # type: ignore[arg-type]
    )


def flag(key: str, header: str) -> EntryColumn:
    """A column of yes, no or not known."""
    return EntryColumn(
        key=key,
        header=header,
        kind="flag",
        hint=N_("yes or no; empty = not known."),
        width=14,
        choices=YES_NO,
    )


def plain(key: str, kind: ColumnKind, header: str, width: int = 16, hint: str = "") -> EntryColumn:
    """A column of another kind."""
    return EntryColumn(key=key, header=header, kind=kind, width=width, hint=hint)
