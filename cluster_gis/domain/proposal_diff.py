"""What differs between two contents of a proposal: facts, outlines, candidates, item by item."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cluster_gis.domain.facts import SCORE_PARTS
from cluster_gis.domain.proposal_fields import BY_NAME, Field
from cluster_gis.domain.proposals import ChangeSet, Item, Outline
from cluster_gis.i18n import N_


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One fact before and after; None = not said. label: msgid. unit: "ha", "VND" or None."""

    name: str
    label: str
    before: str | None
    after: str | None
    unit: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemDiff:
    """An item that is new, gone or changed. outline: (before, after) when the line differs."""

    key: str
    name: str
    state: str
    changes: tuple[Change, ...] = ()
    outline: tuple[Outline | None, Outline | None] | None = None


TITLE = N_("Title")
GROUNDS = N_("Grounds")
CANDIDATES = N_("Candidates and points")
WINNER = N_("Chosen candidate")


def compare_contents(
    before: ChangeSet, after: ChangeSet
) -> tuple[tuple[Change, ...], tuple[ItemDiff, ...]]:
    """Changes of the whole, then of the items, in the order of `after`, removed ones last."""
    whole = _changed(
        [
            ("title", TITLE, before.title or None, after.title or None),
            ("grounds", GROUNDS, before.grounds or None, after.grounds or None),
        ]
    )
    items = []
    for item in after.items:
        old = before.item(item.key)
        if old is None:
            items.append(_only(item, "added"))
        elif (diff := _compare(old, item)) is not None:
            items.append(diff)
    kept = {item.key for item in after.items}
    items += [_only(item, "removed") for item in before.items if item.key not in kept]
    return whole, tuple(items)


def _only(item: Item, state: str) -> ItemDiff:
    added = state == "added"
    values = {name: (None, text) if added else (text, None) for name, text in item.values.items()}
    outline: tuple[Outline | None, Outline | None] | None = None
    if item.outline is not None:
        outline = (None, item.outline) if added else (item.outline, None)
    return ItemDiff(
        key=item.key,
        name=item.name or item.cluster_code or item.key,
        state=state,
        changes=_of_values(values),
        outline=outline,
    )


def _compare(old: Item, new: Item) -> ItemDiff | None:
    names = list(dict.fromkeys([*old.values, *new.values]))
    changes = _of_values({n: (old.values.get(n), new.values.get(n)) for n in names})
    changes += _changed(
        [
            ("candidates", CANDIDATES, _candidates(old), _candidates(new)),
            ("winner", WINNER, old.winner, new.winner),
        ]
    )
    outline = None
    if _line(old.outline) != _line(new.outline):
        outline = (old.outline, new.outline)
    if not changes and outline is None:
        return None
    return ItemDiff(
        key=new.key,
        name=new.name or new.cluster_code or new.key,
        state="changed",
        changes=changes,
        outline=outline,
    )


def _of_values(values: Mapping[str, tuple[str | None, str | None]]) -> tuple[Change, ...]:
    return tuple(
        Change(
            name=name, label=field.label, before=values[name][0], after=values[name][1],
            unit=field.unit,
        )
        for name, field in _in_order(values)
        if values[name][0] != values[name][1]
    )  # fmt: skip


def _in_order(values: Mapping[str, Any]) -> Sequence[tuple[str, Field]]:
    return [(name, field) for name, field in BY_NAME.items() if name in values]


def _changed(
    rows: Sequence[tuple[str, str, str | None, str | None]],
) -> tuple[Change, ...]:
    return tuple(
        Change(name=name, label=label, before=before, after=after)
        for name, label, before, after in rows
        if before != after
    )


def _candidates(item: Item) -> str | None:
    lines = [
        f"{one.name or '?'}: "
        + " + ".join(
            str(p) if (p := getattr(one, name)) is not None else "?" for name in SCORE_PARTS
        )
        for one in item.candidates
    ]
    return "; ".join(lines) or None


def _line(outline: Outline | None) -> Any:
    """What makes an outline another one: its coordinates as received, else as drawn."""
    if outline is None:
        return None
    return outline.source or outline.geometry
