"""A filled Word file as PDF by LibreOffice, where this machine has it."""

import shutil
import subprocess
import tempfile
from pathlib import Path
from threading import Lock

from cluster_gis.errors import Unavailable
from cluster_gis.i18n import N_

#: Seconds that one conversion may take.
TIMEOUT = 90
#: One at a time: each takes a core and some hundred megabytes.
_ONE = Lock()


def find_office() -> str | None:
    """The program; None = this machine has no LibreOffice."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def word_to_pdf(content: bytes, program: str) -> bytes:
    """The Word file as PDF; raises Unavailable when the program does not make it.

    Each run has a profile of its own, so that an office open on the machine is not in the way.
    """
    with _ONE, tempfile.TemporaryDirectory(prefix="cluster-gis-office-") as name:
        folder = Path(name)
        source = folder / "paper.docx"
        source.write_bytes(content)
        command = [
            program,
            "--headless",
            "--norestore",
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--convert-to",
            "pdf",
            "--outdir",
            str(folder),
            str(source),
        ]
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=TIMEOUT)
            return (folder / "paper.pdf").read_bytes()
        except (OSError, subprocess.SubprocessError) as error:
            raise Unavailable(
                N_("LibreOffice did not make the PDF ({reason}); take the Word file."),
                reason=str(error)[:200],
            ) from error
