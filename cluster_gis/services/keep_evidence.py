"""A file as evidence of progress: kept once in the database, with day and place as it tells them.

Day and place of a picture are read from its EXIF by Pillow. A place that the file does not tell may
be given by the person; else it is not known. The place is checked against the boundary when it is
shown, because the boundary may be corrected later.
"""

import hashlib
import io
import math
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from PIL import ExifTags, Image, UnidentifiedImageError
from sqlalchemy import text
from sqlalchemy.orm import Session

from cluster_gis.domain.progress_words import REPORTER
from cluster_gis.errors import InvalidInput, NotFound
from cluster_gis.i18n import N_
from cluster_gis.services.mark_same import office_source, require_words
from cluster_gis.storage.queries.facts import cluster_exists
from cluster_gis.storage.register import Batch, insert_missing, valid_range, write_versions

MOST_BYTES = 16 * 1024 * 1024
#: First bytes -> media type of what is kept; other files are refused.
_KINDS = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"%PDF-", "application/pdf"),
    (b"PK\x03\x04", "application/zip"),
)
_INSERT = text("""
    INSERT INTO register.attachment (sha256, file_name, media_type, content, added_by)
    VALUES (:sha256, :file_name, :media_type, :content, :by) ON CONFLICT DO NOTHING
""")
_READ = text("""
    SELECT a.file_name, a.media_type, a.content FROM register.attachment a
    WHERE a.sha256 = :sha256 AND EXISTS (SELECT FROM register.progress_evidence e
        WHERE e.sha256 = a.sha256 AND e.cluster_code = :code)
""")
#: Widest and tallest picture whose header is believed, pixels.
_MOST_PIXELS = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A file and what the person says of it. lon, lat: EPSG:4326, None = not given."""

    code: str
    file_name: str
    content: bytes
    as_of: date
    reporter: str
    source: str
    by: str
    caption: str = ""
    work_key: str | None = None
    lon: float | None = None
    lat: float | None = None
    inspection_key: str | None = None


@dataclass(frozen=True, slots=True)
class PictureFacts:
    """What a picture tells of itself. taken_at: as the camera wrote it, without a zone."""

    taken_at: datetime | None = None
    lon: float | None = None
    lat: float | None = None


def taken_within(taken_at: datetime, as_of: date) -> bool:
    """Whether a picture was taken in the period that ends on the day it is to prove.

    A period begins on 15 December of the year before (14/2024/TT-BCT Điều 3).
    """
    turned = (as_of.month, as_of.day) >= (12, 15)
    return date(as_of.year - (not turned), 12, 15) <= taken_at.date() <= as_of


def read_picture(content: bytes) -> PictureFacts:
    """Day and place of a picture; nothing where it is none or does not tell."""
    try:
        with Image.open(io.BytesIO(content)) as picture:
            if max(picture.size) > _MOST_PIXELS:
                return PictureFacts()
            exif = picture.getexif()
            camera = exif.get_ifd(ExifTags.IFD.Exif)
            gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        return PictureFacts()
    taken = camera.get(ExifTags.Base.DateTimeOriginal) or exif.get(ExifTags.Base.DateTime)
    lat = _degrees(gps, ExifTags.GPS.GPSLatitude, ExifTags.GPS.GPSLatitudeRef, "S")
    lon = _degrees(gps, ExifTags.GPS.GPSLongitude, ExifTags.GPS.GPSLongitudeRef, "W")
    known = lon is not None and lat is not None and abs(lat) <= 90 and abs(lon) <= 180
    # A camera without a fix writes 0, 0: a place in the Gulf of Guinea is none.
    known = known and (lon, lat) != (0, 0)
    return PictureFacts(_moment(taken), lon if known else None, lat if known else None)


def _moment(value: Any) -> datetime | None:
    try:
        # The camera's own clock: no zone is known of it, and none is stored.
        return datetime.strptime(str(value), "%Y:%m:%d %H:%M:%S").replace(tzinfo=UTC)
    except ValueError:
        return None


def _degrees(gps: Any, part: int, sign: int, negative: str) -> float | None:
    try:
        degrees, minutes, seconds = (float(value) for value in gps[part])
        found = degrees + minutes / 60 + seconds / 3600
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        return None
    if not math.isfinite(found):
        return None
    return -found if str(gps.get(sign, "")).upper().startswith(negative) else found


def keep_evidence(session: Session, evidence: Evidence, *, day: date) -> int | None:
    """Keep the file; returns the revision, None when just this is kept already.

    Raises NotFound, InvalidInput. The caller commits.
    """
    require_words(source=evidence.source, by=evidence.by)
    if not cluster_exists(session, evidence.code):
        raise NotFound(N_("There is no cluster with code {code}."), code=evidence.code)
    if evidence.reporter not in REPORTER:
        raise InvalidInput(
            N_("{field}: {value} is not known; one of {expected} is expected."),
            field="reporter",
            value=repr(evidence.reporter),
            expected=", ".join(REPORTER),
        )
    if evidence.as_of > day:
        raise InvalidInput(
            N_("{field}: {value} is a day to come."),
            field="as_of",
            value=evidence.as_of.strftime("%d/%m/%Y"),
        )
    media_type = _media_type(evidence)
    digest = hashlib.sha256(evidence.content).hexdigest()
    name = _clean_name(evidence.file_name)
    session.execute(
        _INSERT,
        {
            "sha256": digest,
            "file_name": name,
            "media_type": media_type,
            "content": evidence.content,
            "by": evidence.by.strip(),
        },
    )
    facts = read_picture(evidence.content) if media_type.startswith("image/") else PictureFacts()
    paper = office_source(evidence.source)
    insert_missing(session, "source", [paper])
    row = {
        "evidence_key": f"{evidence.code}/{digest[:16]}",
        "cluster_code": evidence.code,
        "work_key": evidence.work_key or None,
        "as_of_from": evidence.as_of,
        "sha256": digest,
        "file_name": name,
        "taken_at": facts.taken_at.replace(tzinfo=None) if facts.taken_at else None,
        **_place(evidence, facts),
        "caption": evidence.caption.strip() or None,
        "reporter": evidence.reporter,
        "source_key": paper["source_key"],
        "inspection_key": evidence.inspection_key,
        "valid": valid_range(evidence.as_of),
    }
    return write_versions(
        session,
        by=evidence.by.strip(),
        reason=f"evidence of progress of {evidence.code}: {name}",
        batches=[Batch(table="progress_evidence", rows=[row])],
    )


def _place(evidence: Evidence, facts: PictureFacts) -> dict[str, Any]:
    """The place the file tells, else the one given, else none."""
    if facts.lon is not None and facts.lat is not None:
        return {"place": _point(facts.lon, facts.lat), "place_basis": "exif"}
    if evidence.lon is None or evidence.lat is None:
        return {"place": None, "place_basis": "none"}
    if not (102 <= evidence.lon <= 118 and 6 <= evidence.lat <= 24):
        raise InvalidInput(N_("The place lies outside Việt Nam."), field="lon")
    return {"place": _point(evidence.lon, evidence.lat), "place_basis": "given"}


def _point(lon: float, lat: float) -> str:
    return f"SRID=4326;POINT({lon:.7f} {lat:.7f})"


def _media_type(evidence: Evidence) -> str:
    if not evidence.content or len(evidence.content) > MOST_BYTES:
        raise InvalidInput(
            N_("{field}: the file has {size} MB; at most {limit} MB are read."),
            field=_clean_name(evidence.file_name),
            size=round(len(evidence.content) / 1_048_576, 1),
            limit=MOST_BYTES // 1_048_576,
        )
    for start, kind in _KINDS:
        if evidence.content.startswith(start):
            return kind
    raise InvalidInput(
        N_("{field}: expected a picture (JPEG, PNG), a PDF or an Office file."),
        field=_clean_name(evidence.file_name),
    )


def _clean_name(name: str) -> str:
    """The last part of a file's name, without what a path or a header could misread."""
    last = re.split(r"[\\/]", name)[-1]
    return re.sub(r"[\x00-\x1f\x7f\"]", "", last).strip()[:120] or "file"


def read_evidence(session: Session, code: str, sha256: str) -> tuple[str, str, bytes]:
    """(name, media type, bytes) of a file of this cluster; raises NotFound."""
    row = session.execute(_READ, {"code": code, "sha256": sha256}).one_or_none()
    if row is None:
        raise NotFound(N_("There is no such file of evidence."))
    return row.file_name, row.media_type, bytes(row.content)
