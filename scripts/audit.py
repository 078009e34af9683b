"""`make audit`: are there published advisories about the locked packages?

pip-audit asks the package index for them. Where it cannot be reached, or knows no advisories (a
mirror), nothing is known: that is said, and the command ends well, so that a machine without
network is not kept from its work.
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
#: What pip-audit and the libraries below it say when there is no way to the data.
UNREACHABLE = (
    "ConnectionError",
    "ConnectTimeout",
    "Failed to establish a new connection",
    "Max retries exceeded",
    "Name or service not known",
    "ProxyError",
    "ReadTimeout",
    "Temporary failure in name resolution",
    "ServiceError",
    "could not be audited",
    "SSLError",
)


def verdict(code: int, said: str) -> tuple[int, str]:
    """Exit code and sentence from what pip-audit answered."""
    silent = any(word in said for word in UNREACHABLE)
    if code == 0 and not silent:
        return 0, "No published advisory is about the locked packages."
    if silent and "known vulnerabilit" not in said.replace("No known", ""):
        return 0, (
            "The advisories cannot be reached from here: NOT CHECKED. "
            "Run `make audit` again from a machine with network before a release."
        )
    return 1, "Advisories are about locked packages (above): renew them with `make lock`."


def main() -> int:
    """Run pip-audit over requirements.lock."""
    command = [sys.executable, "-m", "pip_audit", "--require-hashes", "--disable-pip"]
    command += [
        "--timeout",
        "20",
        "--progress-spinner",
        "off",
        "-r",
        str(ROOT / "requirements.lock"),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    code, sentence = verdict(done.returncode, done.stdout + done.stderr)
    sys.stdout.write(done.stdout)
    if code:
        sys.stderr.write(done.stderr)
    sys.stdout.write(sentence + "\n")
    return code


if __name__ == "__main__":
    raise SystemExit(main())
