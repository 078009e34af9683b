"""Zip archives opened with suspicion: sizes, ratios, names and XML entities are checked first."""

import io
import re
import zipfile

from cluster_gis.boundary.issues import refuse
from cluster_gis.boundary.limits import (
    MAX_ARCHIVE_ENTRIES,
    MAX_PACKING_RATIO,
    MAX_UNPACKED_BYTES,
)

_DECLARATION = re.compile(r"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)


def refuse_entities(data: bytes) -> None:
    """Raise Refused when XML declares a document type or entities, in any usual encoding."""
    encodings = ("utf-8", "utf-16-le", "utf-16-be") if b"\x00" in data[:64] else ("utf-8",)
    for encoding in encodings:
        match = _DECLARATION.search(data.decode(encoding, errors="ignore"))
        if match:
            raise refuse("xml_entities", value=match.group(0))


def open_archive(data: bytes) -> dict[str, bytes]:
    """Name -> content of a zip archive; raises Refused for bombs, odd names and broken files."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            _check_entries(entries, len(data))
            return {entry.filename: _read(archive, entry) for entry in entries}
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError) as error:
        raise refuse("archive_refused/damaged", reason=str(error)) from error
    except (EOFError, OSError, ValueError) as error:
        raise refuse("archive_refused/damaged", reason=str(error)) from error


def _check_entries(entries: list[zipfile.ZipInfo], packed: int) -> None:
    if len(entries) > MAX_ARCHIVE_ENTRIES:
        raise refuse("archive_refused/entries", value=len(entries))
    total = sum(entry.file_size for entry in entries)
    if total > MAX_UNPACKED_BYTES or (total > 1024 * 1024 and total > packed * MAX_PACKING_RATIO):
        raise refuse("archive_refused/size", value=total, packed=packed)
    for entry in entries:
        name = entry.filename.replace("\\", "/")
        if name.startswith("/") or ".." in name.split("/") or re.match(r"^[A-Za-z]:", name):
            raise refuse("archive_refused/path", value=repr(entry.filename))


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """Content of an entry, never more than its directory record promised."""
    if entry.is_dir():
        return b""
    with archive.open(entry) as stream:
        content = stream.read(entry.file_size + 1)
    if len(content) > entry.file_size:
        raise refuse("archive_refused/entry", value=repr(entry.filename))
    return content
