"""Where a staged file lies, to judge who may read and decide it."""

from datetime import date

from sqlalchemy import distinct, func, select
from sqlalchemy.orm import Session

from cluster_gis.domain.access import Place, Territory
from cluster_gis.domain.staging import StagedFile
from cluster_gis.errors import InvalidInput, NotFound
from cluster_gis.services.draft_boundaries import find_province_key
from cluster_gis.storage.queries.territory import place_of_cluster, place_of_unit
from cluster_gis.storage.staging_tables import staged_row

#: Beyond that many clusters only the province that the file names counts.
_MOST_CLUSTERS = 50


def place_of_file(session: Session, file: StagedFile, on: date) -> Place:
    """The province it was staged for, and every territory that all its clusters share.

    A file of several provinces, or of rows that are matched to no cluster and name none, lies in
    the country alone.
    """
    shared = _shared(session, file.id, on)
    return Place(territories=_declared(session, file, on) | shared, label=file.file_name)


def _declared(session: Session, file: StagedFile, on: date) -> frozenset[Territory]:
    options = file.options
    try:
        key = options.get("province_key") or find_province_key(options.get("province"))
        return place_of_unit(session, str(key), on).territories if key else frozenset()
    except (InvalidInput, NotFound):
        return frozenset()


def _shared(session: Session, file_id: int, on: date) -> frozenset[Territory]:
    of_file = staged_row.c.file_id == file_id
    unmatched = select(func.count()).where(of_file, staged_row.c.cluster_code.is_(None))
    if session.scalar(unmatched):
        return frozenset()
    codes = session.scalars(
        select(distinct(staged_row.c.cluster_code)).where(of_file).limit(_MOST_CLUSTERS + 1)
    ).all()
    if not 1 <= len(codes) <= _MOST_CLUSTERS:
        return frozenset()
    places = [place_of_cluster(session, code, on).territories for code in codes]
    return frozenset.intersection(*places)
