"""Static files under an address that holds a hash of their content.

`/static/~<hash>/css/site.css`: the hash is of the whole tree, so relative addresses inside a
stylesheet stay right. Such an answer may be kept for a year. Without the hash, or with that of an
older version, a file is served too, but must be revalidated.
"""

import hashlib
from pathlib import Path

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

FOREVER = "public, max-age=31536000, immutable"
REVALIDATE = "no-cache"


def hash_tree(root: Path) -> str:
    """12 hexadecimal digits over names and contents of all files below `root`."""
    digest = hashlib.sha256()
    for path in sorted(p for p in root.rglob("*") if p.is_file()):
        digest.update(path.relative_to(root).as_posix().encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:12]


class VersionedFiles(StaticFiles):
    """Files below `root`, with the tree's hash as an optional first part of the path."""

    def __init__(self, root: Path) -> None:
        super().__init__(directory=root, check_dir=False)
        self.version = hash_tree(root)

    def get_path(self, scope: Scope) -> str:
        """Path below the root, without the hash."""
        path = super().get_path(scope)
        if path.startswith("~"):
            version, _, path = path.partition("/")
            scope["static_version"] = version[1:]
        return path

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file, with how long it may be kept."""
        response = await super().get_response(path, scope)
        current = scope.get("static_version") == self.version
        response.headers["Cache-Control"] = FOREVER if current else REVALIDATE
        return response

    def url(self, path: str) -> str:
        """Address of `path` (below the root) that changes when any file changes."""
        return f"/static/~{self.version}/{path}"
