"""The page assets, fetched by a stand-in npm that hands out prepared tarballs."""

import base64
import hashlib
import os
import subprocess
import sys
import tarfile
from io import BytesIO
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "scripts" / "fetch_assets.py"

NPM = """#!{python}
import shutil, sys
from pathlib import Path
if sys.argv[1] == "--version":
    sys.exit(print("11.0.0"))
into = next(a.partition("=")[2] for a in sys.argv if a.startswith("--pack-destination="))
for tarball in Path({shelf!r}).glob("*.tgz"):
    shutil.copy(tarball, into)
with Path({log!r}).open("a") as log:
    print(*sys.argv[1:], file=log)
if not list(Path({shelf!r}).glob("*.tgz")):
    print("npm error code ECONNREFUSED", file=sys.stderr)
    sys.exit(1)
"""


class Desk:
    """A shelf of tarballs, a manifest and an npm of its own."""

    def __init__(self, folder: Path) -> None:
        self.shelf, self.bin, self.log = folder / "shelf", folder / "bin", folder / "npm.log"
        self.manifest, self.target = folder / "assets.toml", folder / "static" / "vendor"
        for directory in (self.shelf, self.bin):
            directory.mkdir()
        npm = self.bin / "npm"
        npm.write_text(NPM.format(python=sys.executable, shelf=str(self.shelf), log=str(self.log)))
        npm.chmod(0o755)

    def publish(self, **files: str) -> None:
        buffer = BytesIO()
        with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
            for name, text in files.items():
                info = tarfile.TarInfo("package/" + name.replace("__", "."))
                info.size = len(text.encode())
                archive.addfile(info, BytesIO(text.encode()))
        (self.shelf / "acme-thing-1.2.3.tgz").write_bytes(buffer.getvalue())
        self.write_manifest(
            base64.b64encode(hashlib.sha512(buffer.getvalue()).digest()).decode("ascii")
        )

    def write_manifest(self, sha512: str) -> None:
        self.manifest.write_text(
            '[[package]]\nname = "@acme/thing"\nversion = "1.2.3"\n'
            f'sha512 = "{sha512}"\n[package.files]\n"thing.js" = "thing/thing.js"\n'
        )

    def run(self, *, path: str | None = None) -> subprocess.CompletedProcess[str]:
        places = [f"--manifest={self.manifest}", f"--target={self.target}"]
        return subprocess.run(
            [sys.executable, str(SCRIPT), *places],
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "PATH": str(self.bin) if path is None else path},
        )


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_only_listed_files_and_the_licence_are_written(desk: Desk):
    desk.publish(thing__js="let a = 1;", LICENSE="MIT", other__js="no")
    assert desk.run().returncode == 0
    found = {str(p.relative_to(desk.target)) for p in desk.target.rglob("*") if p.is_file()}
    assert found == {".stamp", "thing/thing.js", "thing/LICENSE"}


def test_a_package_named_by_a_module_gets_an_address(desk: Desk):
    desk.publish(thing__js="import Point from '@acme/point';\nimport b from 'other';\n")
    with desk.manifest.open("a") as manifest:
        manifest.write('[package.imports]\n"@acme/point" = "./point.js"\n')
    assert desk.run().returncode == 0
    written = (desk.target / "thing/thing.js").read_text()
    assert written == "import Point from './point.js';\nimport b from 'other';\n"


def test_a_second_run_asks_npm_for_nothing(desk: Desk):
    desk.publish(thing__js="let a = 1;")
    desk.run()
    asked = desk.log.read_text()
    assert desk.run(path="/nonexistent").returncode == 0
    assert desk.log.read_text() == asked


def test_a_deleted_file_is_fetched_again(desk: Desk):
    desk.publish(thing__js="let a = 1;")
    desk.run()
    (desk.target / "thing" / "thing.js").unlink()
    assert desk.run().returncode == 0
    assert (desk.target / "thing" / "thing.js").read_text() == "let a = 1;"


def test_a_tarball_of_another_hash_is_refused_and_what_was_there_stays(desk: Desk):
    desk.publish(thing__js="let a = 1;")
    desk.run()
    desk.write_manifest("AAAA")
    done = desk.run()
    assert done.returncode == 1
    assert "the registry gave another file; nothing was installed." in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert (desk.target / "thing" / "thing.js").is_file()


def test_no_network_is_one_sentence_that_says_what_to_do(desk: Desk):
    desk.publish(thing__js="let a = 1;")
    next(desk.shelf.glob("*.tgz")).unlink()
    done = desk.run()
    assert done.returncode == 1
    assert "ECONNREFUSED" in done.stderr
    assert "check the network" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert not desk.target.exists()


def test_a_file_the_package_lacks_is_named(desk: Desk):
    desk.publish(other__js="let a = 1;")
    done = desk.run()
    assert done.returncode == 1
    assert "@acme/thing@1.2.3 has no file thing.js" in done.stderr
