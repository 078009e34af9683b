"""Is the port free, and if not, who has it."""

import errno
import os
import socket
from pathlib import Path

from cluster_gis.errors import Conflict, InvalidInput, SetupProblem
from cluster_gis.i18n import N_

_LISTENING = "0A"


def require_free_port(host: str, port: int) -> None:
    """Raise Conflict, naming the holder, when nobody else can listen there."""
    try:
        family, kind, protocol, _name, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            probe.listen(1)
    except socket.gaierror:
        raise InvalidInput(
            N_("{field} is {value}; expected an address of this machine, for example 127.0.0.1."),
            field="CLUSTER_GIS_HOST",
            value=repr(host),
        ) from None
    except OSError as error:
        raise _explain(error, host, port) from None


def _explain(error: OSError, host: str, port: int) -> Exception:
    if error.errno == errno.EADDRINUSE:
        return _explain_taken(host, port)
    if error.errno == errno.EADDRNOTAVAIL:
        return InvalidInput(
            N_("{field} is {value}; expected an address of this machine, for example 127.0.0.1."),
            field="CLUSTER_GIS_HOST",
            value=repr(host),
        )
    return SetupProblem(
        N_("Port {port} of {host} cannot be used ({reason}); choose another port: {command}"),
        port=port,
        host=host,
        reason=error.strerror,
        command="CLUSTER_GIS_PORT=8000",
    )


def _explain_taken(host: str, port: int) -> Conflict:
    command = f"CLUSTER_GIS_PORT={port + 1 if port < 65535 else 8000}"
    holder = find_holder(port)
    if holder is None:
        return Conflict(
            N_(
                "Port {port} of {host} is taken by another program; stop it, "
                "or choose another port: {command}"
            ),
            port=port,
            host=host,
            command=command,
        )
    return Conflict(
        N_(
            "Port {port} of {host} is taken by process {pid} ({program}); stop it, "
            "or choose another port: {command}"
        ),
        port=port,
        host=host,
        pid=holder[0],
        program=holder[1],
        command=command,
    )


def find_holder(port: int) -> tuple[int, str] | None:
    """Number and command line of the process that listens there; None when we may not see it."""
    inodes = {f"socket:[{inode}]" for inode in _listening_inodes(port)}
    if not inodes:
        return None
    for link in Path("/proc").glob("[0-9]*/fd/*"):
        try:
            if str(link.readlink()) not in inodes:
                continue
            command = (link.parents[1] / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except OSError:
            continue
        number = int(link.parts[2])
        if number != os.getpid():
            return number, command.strip()[:100]
    return None


def _listening_inodes(port: int) -> set[str]:
    found = set()
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        try:
            lines = Path(table).read_text(encoding="ascii").splitlines()[1:]
        except OSError:
            continue
        for line in lines:
            fields = line.split()
            if fields[3] == _LISTENING and int(fields[1].rsplit(":", 1)[1], 16) == port:
                found.add(fields[9])
    return found
