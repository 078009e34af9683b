"""Where the private server keeps its things, and where it listens."""

import hashlib
import os
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

from cluster_gis.errors import SetupProblem
from cluster_gis.i18n import N_
from cluster_gis.postgres.accounts import give, server_account

#: The kernel's limit on the path of a unix socket, the closing zero left out.
LONGEST_SOCKET_PATH = 107
SOCKET_PORT = 5432
_SOCKET_NAME = f".s.PGSQL.{SOCKET_PORT}"


@dataclass(frozen=True, slots=True)
class Layout:
    """Files below the home directory of the product."""

    home: Path

    @property
    def data(self) -> Path:
        """PostgreSQL's own directory."""
        return self.home / "postgresql"

    @property
    def log(self) -> Path:
        """What the server writes, in a directory that its account may write."""
        return self.home / "log" / "postgresql.log"

    @property
    def secrets(self) -> Path:
        """Passwords of the roles, readable by us only."""
        return self.home / "secrets.json"

    @property
    def lock(self) -> Path:
        """Held while the server is being created, started or stopped."""
        return self.home / "lock"

    @property
    def unpacked(self) -> Path:
        """Debian packages unpacked without root."""
        return self.home / "postgis"

    @property
    def attachments(self) -> Path:
        """Files that belong to rows of the registers; part of a backup."""
        return self.home / "attachments"

    def prepare(self) -> None:
        """Make the directories; raises SetupProblem when that is not allowed."""
        try:
            if not self.home.exists():
                self.home.mkdir(parents=True)
                # Whatever the umask: the server's account walks through, nobody else looks in.
                self.home.chmod(0o711 if server_account() else 0o700)
            self.log.parent.mkdir(exist_ok=True)
            give(self.log.parent, 0o700)
        except OSError as error:
            raise SetupProblem(
                N_("{path} cannot be written ({reason}); choose another place: {command}"),
                path=self.home,
                reason=error.strerror,
                command="CLUSTER_GIS_HOME=/another/directory",
            ) from None
        self._check_reach()

    def _check_reach(self) -> None:
        """As root the server's account must be able to walk down to the home directory."""
        account = server_account()
        if account is None:
            return
        for folder in (self.home, *self.home.resolve().parents):
            if not folder.stat().st_mode & stat.S_IXOTH and folder.stat().st_uid != account.pw_uid:
                raise SetupProblem(
                    N_(
                        "The account {account}, which runs PostgreSQL, cannot enter {path}; "
                        "choose another place: {command}"
                    ),
                    account=account.pw_name,
                    path=folder,
                    command="CLUSTER_GIS_HOME=/var/lib/cluster-gis",
                )

    def socket_folder(self) -> Path | None:
        """A short private directory for the socket, made now; None = use loopback instead."""
        name = f"cluster-gis-{hashlib.sha256(str(self.home.resolve()).encode()).hexdigest()[:10]}"
        runtime = os.environ.get("XDG_RUNTIME_DIR")
        bases = [
            Path("/run") if os.geteuid() == 0 else Path(runtime) if runtime else None,
            Path(tempfile.gettempdir()),
            Path("/tmp"),  # noqa: S108 - checked below to be ours alone
        ]
        for base in bases:
            if base is None:
                continue
            folder = base / name
            if len(str(folder / _SOCKET_NAME)) <= LONGEST_SOCKET_PATH and _own(folder):
                return folder
        return None


def _own(folder: Path) -> bool:
    """Make `folder` ours alone; False when it cannot be, or somebody else made it before us."""
    account = server_account()
    expected = account.pw_uid if account else os.geteuid()
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid not in (expected, os.geteuid()):
            return False
        give(folder, 0o700)
    except OSError:
        return False
    return True
