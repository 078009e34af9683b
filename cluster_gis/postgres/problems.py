"""What PostgreSQL's programs complain about, as one sentence that says what to do."""

import re

from cluster_gis.errors import SetupProblem
from cluster_gis.i18n import N_
from cluster_gis.postgres.layout import Layout


def explain(output: str, layout: Layout) -> SetupProblem:
    """The problem behind `output` of initdb, pg_ctl or the server's log."""
    if "No space left on device" in output or "Disk quota exceeded" in output:
        return SetupProblem(
            N_("The disk of {path} is full; free some space and run the same command again."),
            path=layout.home,
        )
    if "Permission denied" in output:
        return SetupProblem(
            N_(
                "PostgreSQL may not use {path} (permission denied); choose another place: {command}"
            ),
            path=layout.home,
            command="CLUSTER_GIS_HOME=/another/directory",
        )
    if re.search(r"Cannot allocate memory|could not map anonymous shared memory", output):
        return SetupProblem(N_("This machine has not enough free memory to start PostgreSQL."))
    if "error while loading shared libraries" in output:
        library = re.search(r"libraries: (\S+):", output)
        return SetupProblem(
            N_("PostgreSQL does not start: the library {library} is missing; run: {command}"),
            library=library[1] if library else "?",
            command="make setup",
        )
    return SetupProblem(
        N_("The private PostgreSQL did not start: {reason} (its log: {path})"),
        reason=_last_complaint(output),
        path=layout.log,
    )


def _last_complaint(output: str) -> str:
    """The last line that names an error, without time and process number."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    grave = [line for line in lines if re.search(r"FATAL|PANIC|[Ee]rror|ERROR", line)]
    chosen = (grave or lines or ["no message"])[-1]
    return re.sub(r"^.*?(?:FATAL|PANIC|ERROR|error):\s+", "", chosen)
