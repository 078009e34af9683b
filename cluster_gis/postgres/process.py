"""The server process: is it alive, where does it listen, start it, stop it."""

import os
import shlex
import socket
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cluster_gis.errors import SetupProblem, Unavailable
from cluster_gis.i18n import N_
from cluster_gis.postgres.accounts import run_as_server
from cluster_gis.postgres.installation import Installation
from cluster_gis.postgres.layout import SOCKET_PORT, Layout
from cluster_gis.postgres.problems import explain

#: Seconds between attempts to start. After kill -9 the kernel may need a while to let the
#: last child go; a start 1 s later was seen to fail and one 14 s later to recover by itself.
BACK_OFF = (0.0, 0.5, 1.0, 2.0, 4.0, 8.0, 8.0, 8.0)
_PASSING = ("postmaster.pid", "pre-existing shared memory", "is still in use", "Address already in")


@dataclass(frozen=True, slots=True)
class Address:
    """host: the socket's directory, or 127.0.0.1."""

    host: str
    port: int


def find_running(layout: Layout) -> Address | None:
    """Where the live server of this data directory listens; None when there is none (yet)."""
    try:
        lines = (layout.data / "postmaster.pid").read_text(encoding="utf-8").splitlines()
        pid, port, folder, listening = int(lines[0]), int(lines[3]), lines[4], lines[5]
    except (OSError, ValueError, IndexError):
        return None
    if not _is_postgres(pid):
        return None
    if folder:
        return Address(folder, port)
    return Address(listening or "127.0.0.1", port)


def _is_postgres(pid: int) -> bool:
    """Alive, not a zombie, and not another program that got the number after a restart."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return False  # somebody else's: PostgreSQL as our account never is
    proc = Path("/proc") / str(pid)
    if not proc.exists():
        return not Path("/proc/self").exists()
    try:
        return b"postgres" in (proc / "cmdline").read_bytes()
    except OSError:
        return False


def _lives_in(folder: Path) -> bool:
    """Whether any process we can see works in `folder`, as every process of a server does."""
    for link in Path("/proc").glob("[0-9]*/cwd"):
        try:
            if link.readlink() == folder.resolve():
                return True
        except OSError:
            continue
    return False


def start(layout: Layout, installation: Installation, options: Sequence[str] = ()) -> Address:
    """Start the server, waiting for the remains of a killed one to go; raises SetupProblem.

    options: settings for this run on top of those in the data directory ("fsync=off").
    """
    reason = ""
    for attempt, wait in enumerate(BACK_OFF):
        time.sleep(wait)
        running = find_running(layout)
        if running:
            return running
        if attempt > 2 and "postmaster.pid" in reason and not _lives_in(layout.data):
            # The number in it belongs to an unrelated program since the machine's restart.
            (layout.data / "postmaster.pid").unlink(missing_ok=True)
        address = _free_address(layout)
        reason = _try_start(layout, installation, address, options)
        if not reason:
            return address
        if not any(sign in reason for sign in _PASSING):
            break
    raise explain(reason, layout)


def _free_address(layout: Layout) -> Address:
    folder = layout.socket_folder()
    if folder is not None:
        return Address(str(folder), SOCKET_PORT)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return Address("127.0.0.1", probe.getsockname()[1])


def _try_start(
    layout: Layout, installation: Installation, address: Address, options: Sequence[str]
) -> str:
    """One attempt; the empty text when it worked, else what the server said."""
    if address.host.startswith("/"):
        listen = ["-k", address.host, "-c", "listen_addresses="]
    else:
        listen = ["-c", "unix_socket_directories=", "-c", f"listen_addresses={address.host}"]
    settings = [word for option in options for word in ("-c", option)]
    seen = layout.log.stat().st_size if layout.log.exists() else 0
    result = run_as_server(
        [
            installation.program("pg_ctl"),
            *("-D", str(layout.data), "-l", str(layout.log), "-w", "-t", "120", "-s"),
            *("-o", shlex.join([*listen, "-p", str(address.port), *settings]), "start"),
        ],
        installation.environment,
    )
    if result.returncode == 0:
        return ""
    return result.stderr + _log_since(layout, seen)


def _log_since(layout: Layout, position: int) -> str:
    try:
        with layout.log.open("rb") as stream:
            stream.seek(position)
            return stream.read(20_000).decode(errors="replace")
    except OSError:
        return ""


def stop(layout: Layout, installation: Installation) -> bool:
    """Stop the server, letting running statements go; False when none was running."""
    if find_running(layout) is None:
        return False
    result = run_as_server(
        [
            installation.program("pg_ctl"),
            *("-D", str(layout.data), "-m", "fast", "-w", "-t", "60", "-s", "stop"),
        ],
        installation.environment,
    )
    if result.returncode != 0 and find_running(layout) is not None:
        raise Unavailable(
            N_("The private PostgreSQL did not stop: {reason}"), reason=result.stderr.strip()
        )
    return True


def require_running(layout: Layout) -> Address:
    """Where the server listens; raises SetupProblem with the command that starts it."""
    address = find_running(layout)
    if address is None:
        raise SetupProblem(
            N_("The private database is not running; start it by: {command}"),
            command="cluster-gis up",
        )
    return address
