"""Who edits with QGIS, and where."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import text
from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class Editor:
    """A role with one territory. valid_until: last day, None = none said. ended: taken back."""

    role: str
    territory_key: str
    territory: str | None
    valid_from: date
    valid_until: date | None
    ended: bool
    granted_by: str


def editors(session: Session) -> list[Editor]:
    """All of them, those that ended too."""
    rows = session.execute(
        text("""
            SELECT e.role, e.territory_key, e.valid_from, e.valid_until, e.granted_by,
                   e.ended_at IS NOT NULL AS ended, coalesce(
                (SELECT u.name FROM register.admin_unit u WHERE u.unit_key = e.territory_key
                   AND upper_inf(u.recorded) ORDER BY lower(u.valid) DESC NULLS LAST LIMIT 1),
                (SELECT s.name FROM register.cluster_state s WHERE s.cluster_code = e.territory_key
                   AND upper_inf(s.recorded) ORDER BY lower(s.valid) DESC NULLS LAST LIMIT 1)
            ) AS territory
            FROM qgis.editor e ORDER BY e.role, e.valid_from, e.territory_key
        """)
    )
    return [Editor(**row._mapping) for row in rows]


def knows_territory(session: Session, key: str) -> bool:
    """Whether it is a unit of 2025 or a cluster of the register."""
    return bool(
        session.scalar(
            text("""SELECT :key LIKE '2025:%' AND EXISTS (
                        SELECT 1 FROM register.admin_unit WHERE unit_key = :key)
                    OR EXISTS (SELECT 1 FROM register.industrial_cluster WHERE code = :key)"""),
            {"key": key},
        )
    )


def add_editor(
    session: Session, *, role: str, territory: str, since: date, until: date | None, by: str
) -> None:
    """Give the role a territory for its days, and let the group of such roles in."""
    session.execute(
        text("""
            INSERT INTO qgis.editor (role, territory_key, valid_from, valid_until, granted_by)
            VALUES (:role, :territory, :since, :until, :by)
            ON CONFLICT (role, territory_key, valid_from)
            DO UPDATE SET valid_until = excluded.valid_until, ended_at = NULL,
                          granted_by = excluded.granted_by
        """),
        {"role": role, "territory": territory, "since": since, "until": until, "by": by},
    )
    session.execute(text("SELECT qgis.admit()"))


def end_editor(session: Session, *, role: str) -> int:
    """Let no territory of the role hold any more; returns how many ended."""
    result = session.execute(
        text("""
            WITH ended AS (
                UPDATE qgis.editor SET ended_at = now()
                WHERE role = :role AND ended_at IS NULL RETURNING 1)
            SELECT count(*) FROM ended
        """),
        {"role": role},
    )
    return int(result.scalar_one())
