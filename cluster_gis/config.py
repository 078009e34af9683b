"""Settings, read from the environment by entry points only (the command and the server)."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from cluster_gis.errors import InvalidInput
from cluster_gis.i18n import N_

Register = Literal["real", "simulated"]
REGISTERS: tuple[Register, ...] = ("real", "simulated")


_OIDC = ("issuer", "client_id", "client_secret")


def _default_home(environment: Mapping[str, str]) -> Path:
    """Where the private database lives: root needs a place the `postgres` user can reach."""
    if os.geteuid() == 0:
        return Path("/var/lib/cluster-gis")
    data_home = environment.get("XDG_DATA_HOME")
    base = Path(data_home) if data_home else Path.home() / ".local" / "share"
    return base / "cluster-gis"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that the environment may change.

    home: directory of the private PostgreSQL cluster, its secrets and its logs.
    database_url: a PostGIS of the user's own; None = the private cluster.
    simulated_database_url: of the simulated register; None = `<name>_simulated` beside it.
    web_database_url: the real register as a role that only reads; None = the role above serves.
    oidc_issuer, oidc_client_id, oidc_client_secret: an identity provider; all three or none.
    access_database_url: the same as a role for accounts alone; None = the role above does that.
    writer_database_url: the same as the role pages write with; None = the role above does that.
    costly_per_minute, requests_per_minute: most requests of an account or address; 0 = not counted,
    None = counted only when others than this machine reach the server.
    notice_webhook, smtp_url: where notices go besides the log; None = nowhere. notice_from,
    notice_to: of the letters. public_url: how people reach the server, for the links in them.
    """

    home: Path
    database_url: str | None
    simulated_database_url: str | None
    web_database_url: str | None
    access_database_url: str | None
    writer_database_url: str | None
    oidc_issuer: str | None
    oidc_client_id: str | None
    oidc_client_secret: str | None = field(repr=False)
    host: str
    port: int
    base_map_url: str | None
    costly_per_minute: int = 120
    requests_per_minute: int | None = None
    notice_webhook: str | None = None
    notice_webhook_secret: str = field(default="", repr=False)
    smtp_url: str | None = field(default=None, repr=False)
    notice_from: str = ""
    notice_to: tuple[str, ...] = ()
    public_url: str = ""

    @property
    def templates(self) -> Path:
        """Folder of an office's own Word templates."""
        return self.home / "templates"

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> "Settings":
        """Settings of this process; raises InvalidInput naming a variable that is malformed."""
        env = os.environ if environment is None else environment
        home = env.get("CLUSTER_GIS_HOME")
        port = env.get("CLUSTER_GIS_PORT", "8000")
        if not port.isdigit() or not 0 < int(port) < 65536:
            raise InvalidInput(
                N_("{field} is {value}; expected a port number from 1 to 65535."),
                field="CLUSTER_GIS_PORT",
                value=repr(port),
            )
        oidc = {name: env.get(f"CLUSTER_GIS_OIDC_{name.upper()}") or None for name in _OIDC}
        for name, value in oidc.items():
            if value is None and any(oidc.values()):
                raise InvalidInput(
                    N_("{field} is missing; the identity provider needs issuer, id and secret."),
                    field=f"CLUSTER_GIS_OIDC_{name.upper()}",
                )
        costly = _count(env, "CLUSTER_GIS_COSTLY_PER_MINUTE")
        return cls(
            home=Path(home).expanduser() if home else _default_home(env),
            database_url=env.get("CLUSTER_GIS_DATABASE_URL") or None,
            simulated_database_url=env.get("CLUSTER_GIS_SIMULATED_DATABASE_URL") or None,
            web_database_url=env.get("CLUSTER_GIS_WEB_DATABASE_URL") or None,
            access_database_url=env.get("CLUSTER_GIS_ACCESS_DATABASE_URL") or None,
            writer_database_url=env.get("CLUSTER_GIS_WRITER_DATABASE_URL") or None,
            oidc_issuer=oidc["issuer"],
            oidc_client_id=oidc["client_id"],
            oidc_client_secret=oidc["client_secret"],
            host=env.get("CLUSTER_GIS_HOST", "127.0.0.1"),
            port=int(port),
            base_map_url=env.get("CLUSTER_GIS_BASE_MAP_URL") or None,
            costly_per_minute=120 if costly is None else costly,
            requests_per_minute=_count(env, "CLUSTER_GIS_REQUESTS_PER_MINUTE"),
            notice_webhook=env.get("CLUSTER_GIS_NOTICE_WEBHOOK") or None,
            notice_webhook_secret=env.get("CLUSTER_GIS_NOTICE_WEBHOOK_SECRET", ""),
            smtp_url=env.get("CLUSTER_GIS_SMTP_URL") or None,
            notice_from=env.get("CLUSTER_GIS_NOTICE_FROM", ""),
            notice_to=tuple(env.get("CLUSTER_GIS_NOTICE_TO", "").replace(",", " ").split()),
            public_url=env.get("CLUSTER_GIS_PUBLIC_URL", "").rstrip("/"),
        )


def _count(env: Mapping[str, str], name: str) -> int | None:
    """A whole number from 0 on; None = not said. Raises InvalidInput naming the variable."""
    value = env.get(name, "")
    if not value:
        return None
    if not value.isascii() or not value.isdigit() or len(value) > 9:
        raise InvalidInput(
            N_("{field} is {value}; expected a whole number, 0 = without a limit."),
            field=name,
            value=repr(value),
        )
    return int(value)


def parse_register(value: str) -> Register:
    """`value` as a register name; raises InvalidInput."""
    if value not in REGISTERS:
        raise InvalidInput(
            N_("{field} is {value}; expected real or simulated."),
            field="register",
            value=repr(value),
        )
    return value
