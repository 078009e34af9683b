"""The desk's map: a page without rows, and the rows of a day, which the page asks for.

Rows are kept as compressed bytes by what they answer: the register's revision, subject, day,
language. A revision never changes, so nothing has to be thrown away when data change.
"""

import gzip
import hashlib
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from threading import Lock
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from api.subject_page import map_content, province_lines
from cluster_gis.config import Register
from cluster_gis.i18n import translator
from cluster_gis.services.read_map import MapQuestion, MapRecords
from cluster_gis.storage.queries.map_records import Frame, frames_of
from cluster_gis.storage.queries.provinces import ProvinceCount
from maps.assets import Assets
from maps.base import OfflineMap, Part, page_json
from maps.desk_layers import desk_tiles
from maps.layers import dated_lines
from maps.subjects import Subject

#: The first day of the slider: the first national regulation on clusters is of 2009.
FIRST_DAY = date(2009, 1, 1)
#: Themes that a subject of its own shows better; judging every cluster takes the longest.
LEFT_OUT: Mapping[str, frozenset[str]] = {"plan": frozenset({"verdict"})}
#: Parts whose data follow the day.
_DATED = ("clusters", "panel", "subject")
#: zlib's level: half the time of the usual 9 for a few percent more bytes.
_LEVEL = 5

Key = tuple[Any, ...]
Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Rows:
    """One answer: gzip bytes and the tag that names them."""

    packed: bytes
    etag: str


@dataclass(slots=True)
class DeskMemory:
    """Rows and frames of the most recently asked days; safe for threads."""

    size: int = 48
    _lock: Lock = field(default_factory=Lock)
    _kept: OrderedDict[Key, Any] = field(default_factory=OrderedDict)

    def recall(self, key: Key, make: Callable[[], Made]) -> Made:
        """What is kept under `key`, made now when it is not."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]  # type: ignore[no-any-return]
        made = make()
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > self.size:
                self._kept.popitem(last=False)
        return made


def desk_frame(
    session: Session,
    subject: Subject,
    *,
    memory: DeskMemory,
    provinces: Sequence[ProvinceCount],
    as_of: date,
    revision: int,
    language: str,
    register: Register,
    assets: Assets,
    background: str | None,
    desk: Mapping[str, Any],
) -> tuple[str, str, str]:
    """Head, body and script of the desk's map, all but its rows. desk: what its scripts need."""
    keys = [item.province.key for item in provinces]

    def frames() -> dict[str, Frame]:
        return frames_of(session, keys, as_of=as_of, revision=revision)

    records = MapRecords(
        clusters=[],
        provinces=provinces,
        frames=memory.recall(("frames", revision, as_of), frames),
        known=dict.fromkeys(keys, 0),
        chosen=None,
        as_of=as_of,
        known_at=None,
        newest_source=None,
    )
    built = _build(subject, records, language, register, assets, background)
    _options(built)["basemap"].update(dated_lines(*province_lines()))
    tiles = desk_tiles(subject.code, as_of=as_of, _=translator(language))
    if tiles is not None:
        built.add_child(tiles)
    built.add_child(Part("printing", {}, scripts=("map/printing.js",)))
    built.add_child(Part("desk", {}, scripts=("map/desk.js",)))
    _options(built)["start"]["desk"] = desk
    _options(built)["panel"]["coverage"] = []  # it comes with the rows
    head, body, script = built.figure.pieces()
    return head, body, script


def desk_rows(
    session: Session,
    subject: Subject,
    question: MapQuestion,
    *,
    memory: DeskMemory,
    revision: int,
    register: Register,
    assets: Assets,
) -> Rows:
    """The parts of the map that follow the day, as JSON by maker."""

    def make() -> Rows:
        records = subject.read(session, question)
        built = _build(subject, records, question.language, register, assets, None)
        options = _options(built)
        parts = {name: options[name] for name in _DATED if name in options}
        packed = gzip.compress(page_json(parts).encode("utf-8"), _LEVEL, mtime=0)
        return Rows(packed, f'"{hashlib.sha256(packed).hexdigest()[:24]}"')

    asked = tuple(getattr(question, name) for name in ("as_of", "language", "cluster_url")) + tuple(
        getattr(question, option.field) for option in subject.options
    )
    return memory.recall((subject.code, revision, register, *asked), make)


def _build(
    subject: Subject,
    records: MapRecords,
    language: str,
    register: Register,
    assets: Assets,
    background: str | None,
) -> OfflineMap:
    content = map_content(records, language=language, register=register, background=background)
    built = subject.build(content, assets=assets, _=translator(language), language=language)
    start = _options(built)["start"]
    left_out = LEFT_OUT.get(subject.code, frozenset())
    start["themes"] = [theme for theme in start["themes"] if theme["code"] not in left_out]
    return built


def _options(built: OfflineMap) -> dict[str, Any]:
    """Maker -> data of the parts of a map."""
    return {part.maker: part.options for part in built._children.values() if isinstance(part, Part)}
