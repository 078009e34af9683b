"""The operating system's account that runs the private server."""

import os
import pwd
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from cluster_gis.errors import SetupProblem
from cluster_gis.i18n import N_

SERVER_ACCOUNT = "postgres"


def server_account() -> pwd.struct_passwd | None:
    """The account to switch to; None = stay who we are (PostgreSQL refuses only root)."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam(SERVER_ACCOUNT)
    except KeyError:
        raise SetupProblem(
            N_(
                "PostgreSQL does not run as root and this machine has no account {account}; "
                "add it: useradd --system --no-create-home {account}"
            ),
            account=SERVER_ACCOUNT,
        ) from None


def give(path: Path, mode: int) -> None:
    """Hand `path` to the server's account with these permission bits."""
    account = server_account()
    if account is not None:
        os.chown(path, account.pw_uid, account.pw_gid)
    path.chmod(mode)


def run_as_server(
    command: Sequence[str], environment: Mapping[str, str]
) -> subprocess.CompletedProcess[str]:
    """Run a program of PostgreSQL as its account, from `/`, in plain English, without a terminal.

    English, because its messages are read by `cluster.explain`; `/`, because the
    account may not be able to enter the directory that we were started from.
    """
    account = server_account()
    switch: dict[str, Any] = (
        {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []} if account else {}
    )
    return subprocess.run(
        list(command),
        check=False,
        cwd="/",
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        start_new_session=True,
        env={**os.environ, **environment, "LC_ALL": "C.UTF-8", "LANGUAGE": "C"},
        **switch,
    )
