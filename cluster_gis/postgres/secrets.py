"""Passwords of the private server's roles: made once, kept in a file that only we can read."""

import json
import os
import secrets as random_text
from dataclasses import asdict, dataclass
from pathlib import Path

from cluster_gis.errors import SetupProblem
from cluster_gis.i18n import N_

ADMIN_ROLE = "postgres"
OWNER_ROLE = "cluster_gis_owner"
WEB_ROLE = "cluster_gis_web"


@dataclass(frozen=True, slots=True, kw_only=True)
class Secrets:
    """admin: the superuser's. owner: of the role that migrates. web: of the role that serves."""

    admin: str
    owner: str
    web: str


def read_secrets(path: Path) -> Secrets | None:
    """What the file holds; None when there is no file yet."""
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
        return Secrets(**held)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError) as error:
        raise SetupProblem(
            N_("{path} (passwords of the private database) cannot be read: {reason}"),
            path=path,
            reason=error,
        ) from None


def make_secrets(path: Path) -> Secrets:
    """New passwords, written to `path` before anybody uses them."""
    made = Secrets(**{role: random_text.token_urlsafe(24) for role in ("admin", "owner", "web")})
    unfinished = path.with_suffix(".new")
    unfinished.unlink(missing_ok=True)
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        json.dump(asdict(made), stream)
        stream.flush()
        os.fsync(stream.fileno())
    unfinished.replace(path)
    return made
