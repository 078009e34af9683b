"""Whether the trail is as it was written, and whether it makes every table again exactly."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from cluster_gis.domain.trail_labels import FAULT
from cluster_gis.errors import InvalidInput
from cluster_gis.i18n import N_, Translator
from cluster_gis.storage.queries.trail import (
    Difference,
    Fault,
    Head,
    differences,
    find_faults,
    find_seal,
    head_of_trail,
    watched_tables,
)

_HEX = frozenset("0123456789abcdef")


@dataclass(frozen=True, slots=True, kw_only=True)
class TrailCheck:
    """The earliest faults, none = as it was written. expected: number of the seal asked for.

    unexpected: the hash asked for is of no seal: this is another trail, or one written anew.
    """

    head: Head | None
    faults: Sequence[Fault]
    expected: int | None
    unexpected: bool

    @property
    def sound(self) -> bool:
        """Whether nothing was found."""
        return not self.faults and not self.unexpected


def check_trail(session: Session, *, expect: str | None = None) -> TrailCheck:
    """Compute every hash again. expect: a seal's hash that was kept elsewhere, hexadecimal.

    Raises InvalidInput when `expect` is no sha256.
    """
    wanted = expect.strip().lower() if expect is not None else None
    if wanted is not None and (len(wanted) != 64 or not set(wanted) <= _HEX):
        raise InvalidInput(
            N_("{field} is {value}; expected 64 hexadecimal digits."),
            field="--expect",
            value=repr(expect),
        )
    expected = find_seal(session, wanted) if wanted is not None else None
    return TrailCheck(
        head=head_of_trail(session),
        faults=find_faults(session),
        expected=expected,
        unexpected=wanted is not None and expected is None,
    )


def tell_fault(fault: Fault, _: Translator) -> str:
    """A fault in a sentence: "entry 12.3: the entry was changed after it was written"."""
    what, _colon, table = fault.what.partition(": ")
    told = _(FAULT[what])
    if table:
        return f"{table}: {told}"
    if fault.position is None:
        return _(N_("seal {number}: {what}")).format(number=fault.act, what=told)
    return _(N_("entry {number}: {what}")).format(
        number=f"{fault.act if fault.act is not None else '-'}.{fault.position}", what=told
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Rebuilt:
    """tables: how many were compared; differing: the first rows that differ."""

    tables: int
    differing: Sequence[Difference]


def compare_with_trail(
    session: Session, *, at_most: int = 20, advance: Callable[[int], None] = lambda _done: None
) -> Rebuilt:
    """Make every watched table from the trail and hold it against the table, to the byte."""
    names, found = watched_tables(session), []
    for name in names:
        found += [one for one, _ in zip(differences(session, name), range(at_most), strict=False)]
        advance(1)
    return Rebuilt(tables=len(names), differing=found[:at_most])
