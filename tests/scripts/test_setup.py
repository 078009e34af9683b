"""The set-up script: old Pythons are told, steps are timed, apt says what there is."""

import importlib
import io
import re
import runpy
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "scripts" / "setup.py"


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """The modules of the set-up, as `python3 scripts/setup.py` imports them."""
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    names = ("apt", "commands", "environment", "postgis", "steps")
    return SimpleNamespace(**{name: importlib.import_module(f"machine.{name}") for name in names})


def test_an_old_python_is_told_in_one_sentence(monkeypatch: pytest.MonkeyPatch):
    use_new_python = runpy.run_path(str(SCRIPT))["use_new_python"]
    monkeypatch.setattr(sys, "version_info", (3, 9, 2, "final", 0))
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(SystemExit) as caught:
        use_new_python()
    assert "needs Python 3.11 or newer; this is Python 3.9" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_newer_python_beside_the_old_one_is_used(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    newer = tmp_path / "python3.12"
    newer.write_text('#!/bin/sh\necho "newer with $@"\n')
    newer.chmod(0o755)
    code = (
        "import runpy, sys; sys.version_info = (3, 9, 0);"
        f"runpy.run_path({str(SCRIPT)!r})['use_new_python']()"
    )
    told = subprocess.run(
        [sys.executable, "-c", code, "--dev"],
        env={"PATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout == "newer with -c --dev\n"


def test_it_needs_the_standard_library_only():
    told = subprocess.run(
        [sys.executable, "-S", str(SCRIPT), "--help"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "--chromium" in told.stdout


def test_each_step_is_one_line_with_its_time(machine, tmp_path: Path, capsys):
    steps = machine.steps.Steps(2, log=tmp_path / "setup.log")
    steps.run("Python packages", lambda log: bool(log.write("what pip says")))
    steps.run("Page assets", lambda _: False)
    first, second = capsys.readouterr().out.splitlines()
    assert re.fullmatch(r"\[1/2\] Python packages … \d+\.\d s", first)
    assert second == "[2/2] Page assets … ok (unchanged)"
    assert "what pip says" in (tmp_path / "setup.log").read_text()


@pytest.mark.parametrize(
    ("script", "sentence"),
    [
        pytest.param("echo why >&2; exit 3", "It failed.\n  | why", id="the-last-words"),
        pytest.param(
            "echo 'No space left on device'; exit 1", "The disk is full", id="a-full-disk"
        ),
        pytest.param(
            "echo 'Temporary failure resolving x'; exit 1",
            "network cannot",
            id="offline",
        ),
    ],
)
def test_a_failing_program_is_said(machine, tmp_path: Path, script: str, sentence: str):
    with (
        (tmp_path / "log").open("a") as log,
        pytest.raises(machine.commands.StepFailed) as caught,
    ):
        machine.commands.run(["sh", "-c", script], log, problem="It failed.")
    assert sentence in str(caught.value)


OFFERED = {
    "postgresql-14-postgis-3": "3.2.0+dfsg-1",
    "postgresql-15-postgis-3": "3.3.2+dfsg-1+b1",
    "postgresql-17-postgis-3": "3.5.2+dfsg-1",
}


@pytest.fixture
def lists(machine, monkeypatch: pytest.MonkeyPatch):
    """Lets apt and dpkg answer as on another machine."""

    def answer(offered: dict[str, str], installed: str = "") -> None:
        def ask(command, _environment=None):
            if command[0] == "dpkg-query":
                return "".join(f"installed {name}\n" for name in installed.split())
            if "pkgnames" in command:
                return "\n".join(["postgresql", *offered, "postgresql-15-postgis-3-scripts"])
            return f"Package: x\nVersion: {offered[command[-1]]}\n"

        monkeypatch.setattr(machine.apt, "ask", ask)

    return answer


@pytest.mark.parametrize(
    ("offered", "installed", "major"),
    [
        pytest.param(OFFERED, "", 17, id="the-newest"),
        pytest.param(OFFERED, "postgresql-15", 15, id="the-one-that-is-there-already"),
        pytest.param(OFFERED, "postgresql-14", 17, id="whose-postgis-is-new-enough"),
    ],
)
def test_the_postgresql_to_install_is(machine, lists, offered, installed: str, major: int):
    lists(offered, installed)
    assert machine.postgis._choose(()).major == major


def test_a_release_with_an_older_postgis_is_told_what_to_do(machine, lists):
    lists({"postgresql-14-postgis-3": "3.2.0+dfsg-1ubuntu1"})
    with pytest.raises(machine.commands.StepFailed, match="PostgreSQL project's repository"):
        machine.postgis._choose(())


def test_what_is_unpacked_leaves_out_what_is_never_loaded(machine, monkeypatch, tmp_path: Path):
    """GDAL would bring over 100 packages; alternatives that are installed need nothing."""
    depends = {
        "postgresql-15-postgis-3": " |Depends: libnew\n  Depends: libold\n  Depends: libgeos-c1v5\n"
        "  Depends: libgdal32\n  Depends: <virtual>\n    provider\n",
        "libgeos-c1v5": "  Depends: libc6\n  Depends: libgeos3.11.1\n  Depends: libpq5:any\n",
    }

    def ask(command, _environment=None):
        if command[0] == "dpkg-query":
            return "installed libold\n"
        return "".join(f"{name}\n{depends.get(name, '')}" for name in command if name[0] != "-")

    monkeypatch.setattr(machine.apt, "ask", ask)
    private = machine.apt.PrivateApt(tmp_path)
    assert private.with_dependencies(["postgresql-15-postgis-3"]) == [
        "postgresql-15-postgis-3",
        "libgeos-c1v5",
        "libgeos3.11.1",
        "libpq5",
    ]


def test_packages_are_installed_again_only_when_the_lock_changes(machine, monkeypatch, tmp_path):
    """What the tests need holds what the product needs, so `make test` serves `make run` too."""
    (tmp_path / ".venv").mkdir()
    (tmp_path / "pyproject.toml").write_text("[project]\nname='x'\n[build-system]\nrequires=[]\n")
    for name in ("requirements.lock", "requirements-dev.lock"):
        (tmp_path / name).write_text("a==1\n")
    monkeypatch.setattr(machine.environment, "run", lambda *_, **__: None)
    install = machine.environment.install
    log = io.StringIO()
    assert install(tmp_path, log, dev=False)
    assert not install(tmp_path, log, dev=False)
    assert install(tmp_path, log, dev=True)
    assert not install(tmp_path, log, dev=True)
    assert not install(tmp_path, log, dev=False)
    (tmp_path / "requirements.lock").write_text("a==2\n")
    assert install(tmp_path, log, dev=False)
