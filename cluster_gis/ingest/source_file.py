"""A data folder: what its source.toml says, and its files once their sums were checked."""

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cluster_gis.domain.intake import DatasetNote
from cluster_gis.errors import InvalidInput, NotFound
from cluster_gis.i18n import N_

#: The data that the product ships, beside the packages.
DATA = Path(__file__).parent.parent.parent / "data"

_NEEDED = ("title", "publisher", "retrieved", "licence", "crs")


@dataclass(frozen=True, slots=True)
class DataFolder:
    """A folder with its note and the sha256 of each file that source.toml lists."""

    path: Path
    note: DatasetNote
    sums: Mapping[str, str]

    def file(self, name: str) -> Path:
        """Path of a listed file; raises NotFound, or InvalidInput when its bytes changed."""
        path = self.path / name
        if name not in self.sums or not path.is_file():
            raise NotFound(
                N_("The data folder {folder} has no file {name}."),
                folder=self.note.folder,
                name=name,
            )
        if hashlib.sha256(path.read_bytes()).hexdigest() != self.sums[name]:
            raise InvalidInput(
                N_("{field} differs from the sum in its source.toml; restore or seal the file."),
                field=f"{self.note.folder}/{name}",
            )
        return path


def open_folder(path: Path) -> DataFolder:
    """The data folder at `path`; raises NotFound or InvalidInput naming what is missing."""
    source = path / "source.toml"
    if not source.is_file():
        raise NotFound(N_("There is no data folder {folder}."), folder=path.name)
    try:
        content = tomllib.loads(source.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InvalidInput(
            N_("{field} cannot be read: {detail}."),
            field=f"{path.name}/source.toml",
            detail=str(error),
        ) from error
    for key in _NEEDED:
        if not isinstance(content.get(key), str) or not content[key]:
            raise InvalidInput(N_("{field} is missing."), field=f"{path.name}/source.toml: {key}")
    sums = {name: str(entry.get("sha256", "")) for name, entry in content.get("files", {}).items()}
    note = DatasetNote(
        folder=path.name,
        title=content["title"],
        publisher=content["publisher"],
        retrieved=content["retrieved"],
        licence=content["licence"],
        crs=content["crs"],
    )
    return DataFolder(path, note, sums)
