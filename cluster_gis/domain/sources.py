"""Sources of figures: one identity for each page, file, or group of pages named together."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from cluster_gis.domain.intake import DatasetNote

_REPOSITORY_FILE = re.compile(r"(?P<repository>[\w.-]+/[\w.-]+) (?P<file>\S+).*")


def dataset_key(folder: str) -> str:
    """Key of a data folder as a whole."""
    return f"dataset:{folder}"


@dataclass(slots=True)
class SourceBook:
    """Collects the sources that the rows of one data folder name."""

    note: DatasetNote
    rows: dict[str, dict[str, Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.rows[dataset_key(self.note.folder)] = {
            "source_key": dataset_key(self.note.folder),
            "dataset": self.note.folder,
            "title": self.note.title,
            "publisher": self.note.publisher,
            "url": None,
            "published_on": self.note.retrieved or None,
            "licence": self.note.licence,
        }

    @property
    def dataset(self) -> str:
        """Key of the folder itself."""
        return dataset_key(self.note.folder)

    @property
    def read_on(self) -> date:
        """The day on which the sources were read."""
        return date.fromisoformat(self.note.retrieved)

    def one(self, source: str, published_on: str | None = None) -> str:
        """Key of a page (its address) or of a file in a public repository."""
        if source not in self.rows:
            address = urlsplit(source)
            title, url = source, None
            if address.scheme in ("http", "https"):
                title, url = address.netloc.removeprefix("www."), source
            elif match := _REPOSITORY_FILE.fullmatch(source):
                url = f"https://github.com/{match['repository']}"
            self.rows[source] = {
                "source_key": source,
                "dataset": self.note.folder,
                "title": title,
                "publisher": None,
                "url": url,
                "published_on": published_on,
                "licence": None,
            }
        return source

    def of(self, sources: Iterable[str]) -> str:
        """Key of one source, or of several of which one, not told apart, has the figure."""
        found = tuple(dict.fromkeys(sources))
        if not found:
            return self.dataset
        for source in found:
            self.one(source)
        if len(found) == 1:
            return found[0]
        key = " | ".join(found)
        titles = dict.fromkeys(self.rows[source]["title"] for source in found)
        self.rows[key] = {
            **self.rows[found[0]],
            "source_key": key,
            "title": " | ".join(titles),
            "url": None,
        }
        return key
