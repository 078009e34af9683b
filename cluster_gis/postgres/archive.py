"""The file of a backup: a tar whose manifest says what is in it, each member with its sha256.

Members: manifest.json first, then one dump a register (pg_dump's custom format), then
attachments/… as they lie in the product's home directory.
"""

import hashlib
import io
import json
import re
import tarfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from cluster_gis.config import REGISTERS, Register
from cluster_gis.errors import InvalidInput
from cluster_gis.i18n import N_

FORMAT = "cluster-gis-backup"
FORMAT_VERSION = 1
MANIFEST = "manifest.json"
_MEMBER = re.compile(r"(?:real|simulated)\.dump|attachments/(?:[^/\0]+/)*[^/\0]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """created: UTC, ISO 8601. schemas: register -> newest migration. sha256: by member."""

    product_version: str
    created: str
    schemas: Mapping[Register, str]
    sha256: Mapping[str, str]


def dump_name(register: Register) -> str:
    """Member that holds a register."""
    return f"{register}.dump"


def hash_members(folder: Path) -> dict[str, str]:
    """sha256 of every file below `folder`, by its name in the archive."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): _sha256(path) for path in files}


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def write_archive(target: Path, folder: Path, manifest: Manifest) -> None:
    """Write the members of `folder` to `target`, which appears whole or not at all."""
    text = json.dumps(
        {"format": FORMAT, "format_version": FORMAT_VERSION, **asdict(manifest)},
        ensure_ascii=False,
        indent=1,
    ).encode()
    unfinished = target.with_name(f".{target.name}.part")
    try:
        with tarfile.open(unfinished, "w") as archive:
            head = tarfile.TarInfo(MANIFEST)
            head.size, head.mode = len(text), 0o600
            archive.addfile(head, io.BytesIO(text))
            for name in sorted(manifest.sha256):
                archive.add(folder / name, arcname=name)
        unfinished.chmod(0o600)
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)


def read_archive(source: Path, folder: Path) -> Manifest:
    """Unpack into `folder` and check every member; raises InvalidInput naming what is wrong."""
    try:
        with tarfile.open(source, "r:") as archive:
            manifest = _read_manifest(archive, source)
            for name in manifest.sha256:
                _unpack_member(archive, name, folder)
    except (OSError, tarfile.TarError, KeyError) as error:
        raise InvalidInput(
            N_("{field} {value} is not a complete backup of Cluster GIS: {reason}"),
            field="FILE",
            value=str(source),
            reason=error.strerror if isinstance(error, OSError) and error.strerror else str(error),
        ) from None
    for name, expected in manifest.sha256.items():
        if _sha256(folder / name) != expected:
            raise InvalidInput(
                N_("{field} {value} is damaged: {member} differs from what was saved."),
                field="FILE",
                value=str(source),
                member=name,
            )
    return manifest


def _read_manifest(archive: tarfile.TarFile, source: Path) -> Manifest:
    stream = archive.extractfile(MANIFEST)
    try:
        held = json.loads(stream.read(10_000_000)) if stream else {}
        if held.pop("format") != FORMAT or held.pop("format_version") > FORMAT_VERSION:
            raise ValueError
        manifest = Manifest(**held)
        names = {dump_name(register) for register in manifest.schemas}
        if not set(manifest.schemas) <= set(REGISTERS) or not names <= set(manifest.sha256):
            raise ValueError
    except (ValueError, TypeError, KeyError, AttributeError):
        raise InvalidInput(
            N_("{field} {value} has a manifest that this version of Cluster GIS cannot read."),
            field="FILE",
            value=str(source),
        ) from None
    return manifest


def _unpack_member(archive: tarfile.TarFile, name: str, folder: Path) -> None:
    """Write one member; only plain files of expected names, never outside `folder`."""
    if not _MEMBER.fullmatch(name) or ".." in name.split("/"):
        raise KeyError(name)
    stream = archive.extractfile(name)
    if stream is None:
        raise KeyError(name)
    target = folder / name
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as out:
        while block := stream.read(1 << 20):
            out.write(block)
