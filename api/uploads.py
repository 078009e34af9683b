"""How much is taken of what people send: per address, counted while it arrives.

`BodyLimit` stands before everything that reads a body, so that a file that is too large costs
neither memory nor a disk full: what Content-Length announces is refused before the first byte,
what comes without it when the limit is passed.
"""

from collections.abc import Collection
from pathlib import PurePath

from fastapi import UploadFile

from cluster_gis.boundary.limits import MAX_FILE_BYTES
from cluster_gis.errors import InvalidInput
from cluster_gis.i18n import N_

#: Suffixes of the files of each kind that is staged.
SUFFIXES = {
    "clusters": (".xlsx", ".ods", ".csv"),
    "progress": (".xlsx", ".ods", ".csv"),
    "boundaries": (".geojson", ".json", ".gpkg", ".zip", ".kml", ".kmz", ".gml", ".dxf"),
}


def require_suffix(name: str, suffixes: Collection[str]) -> None:
    """Raise InvalidInput unless the file's name ends as one of these kinds."""
    if PurePath(name).suffix.lower() not in suffixes:
        raise InvalidInput(
            N_("{field}: files like {value} are not taken here; expected {expected}."),
            field="file",
            value=repr(name[-60:]),
            expected=", ".join(suffixes),
        )


def read_upload(file: UploadFile, *, most: int = MAX_FILE_BYTES) -> bytes:
    """The bytes of the file; raises InvalidInput when it is empty or larger than `most`."""
    content = file.file.read(most + 1)
    if len(content) > most:
        raise InvalidInput(
            N_("{field}: the file is larger than {most} MB."), field="file", most=most // 2**20
        )
    if not content:
        raise InvalidInput(N_("{field}: the file is empty."), field="file")
    return content
