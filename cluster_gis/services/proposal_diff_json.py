"""What differs between two revisions of a proposal, as plain values."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from cluster_gis.domain.proposal_diff import Change, ItemDiff, compare_contents
from cluster_gis.domain.proposals import Outline
from cluster_gis.errors import NotFound
from cluster_gis.i18n import N_, Translator
from cluster_gis.law.judgement_json import plain
from cluster_gis.storage.queries.proposal_base import outline_difference
from cluster_gis.storage.queries.proposals import Revision


def diff_json(
    session: Session, revisions: Sequence[Revision], first: int, second: int, translate: Translator
) -> dict[str, Any]:
    """What differs between two revisions: facts, and land added and given up. Raises NotFound."""
    by_number = {one.number: one for one in revisions}
    for number in (first, second):
        if number not in by_number:
            raise NotFound(N_("There is no revision {number}."), number=number)
    before, after = by_number[first].content, by_number[second].content
    whole, items = compare_contents(before, after)
    return {
        "from": first,
        "to": second,
        "changes": [_change_json(one, translate) for one in whole],
        "items": [_item_diff_json(session, one, translate) for one in items],
    }


def _item_diff_json(session: Session, diff: ItemDiff, translate: Translator) -> dict[str, Any]:
    answer: dict[str, Any] = {
        "key": diff.key,
        "name": diff.name,
        "state": diff.state,
        "changes": [_change_json(one, translate) for one in diff.changes],
        "outline": None,
    }
    if diff.outline is not None:
        answer["outline"] = _outline_diff(session, *diff.outline)
    return answer


def _outline_diff(
    session: Session, before: Outline | None, after: Outline | None
) -> dict[str, Any]:
    srid = next((o.measuring_srid for o in (after, before) if o and o.measuring_srid), None)
    measured = outline_difference(
        session,
        None if before is None else before.geometry,
        None if after is None else after.geometry,
        srid=srid,
    )
    return {
        "before": None if before is None else dict(before.geometry),
        "after": None if after is None else dict(after.geometry),
        "before_ha": None if before is None else plain(before.area_ha),
        "after_ha": None if after is None else plain(after.area_ha),
        "added_ha": plain(measured["added_ha"]),
        "removed_ha": plain(measured["removed_ha"]),
    }


def _change_json(change: Change, translate: Translator) -> dict[str, Any]:
    return {
        "name": change.name,
        "label": translate(change.label),
        "before": change.before,
        "after": change.after,
        "unit": change.unit,
    }
