"""Passwords of the private server's roles: made once, kept in a file that only we can read."""

import json
import os
import secrets as random_text
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from cluster_gis.errors import SetupProblem
from cluster_gis.i18n import N_

ADMIN_ROLE = "postgres"
OWNER_ROLE = "cluster_gis_owner"
WEB_ROLE = "cluster_gis_web"
ACCESS_ROLE = "cluster_gis_access"
WRITER_ROLE = "cluster_gis_writer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Secrets:
    """Passwords of the roles.

    admin: the superuser. owner: migrates and runs commands. web: serves and reads. access: reads
    and writes accounts and sessions, nothing else. writer: what pages and API write.
    """

    admin: str
    owner: str
    web: str
    access: str
    writer: str


def read_secrets(path: Path) -> Secrets | None:
    """What the file holds; None when there is no file yet."""
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
        missing = [one.name for one in fields(Secrets) if one.name not in held]
        if missing and {"admin", "owner", "web"}.isdisjoint(missing):
            # Made before the product had these roles: their passwords are added.
            return _write(path, Secrets(**held, **_new(missing)))
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
    return _write(path, Secrets(**_new([one.name for one in fields(Secrets)])))


def _new(roles: Iterable[str]) -> dict[str, str]:
    return {role: random_text.token_urlsafe(24) for role in roles}


def _write(path: Path, made: Secrets) -> Secrets:
    unfinished = path.with_suffix(".new")
    unfinished.unlink(missing_ok=True)
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        json.dump(asdict(made), stream)
        stream.flush()
        os.fsync(stream.fileno())
    unfinished.replace(path)
    return made
