"""Scripts, styles and fonts of the pages, fetched once; the pages ask nothing of the network."""

from pathlib import Path
from typing import TextIO

from machine.commands import run
from machine.environment import python_of


def fetch(root: Path, log: TextIO) -> bool:
    """Run the fetcher, which does nothing when everything is there already."""
    folder = root / "api" / "static" / "vendor"
    before = _picture(folder)
    run(
        [python_of(root), root / "scripts" / "fetch_assets.py"],
        log,
        problem="The page assets could not be fetched.",
        cwd=root,
    )
    return _picture(folder) != before


def _picture(folder: Path) -> dict[str, tuple[int, float]]:
    """Size and time of every file."""
    return {
        str(path): (path.stat().st_size, path.stat().st_mtime)
        for path in folder.rglob("*")
        if path.is_file()
    }
