"""The files that LibreOffice and QGIS have written, kept beside the tests, and what is in them.

`python -m tests.cluster_gis.boundary.corpus.kept 20261122` makes them anew with that seed: it
needs both programs. manifest.json says of each file what is planted in it.
"""

import json
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from io import BytesIO
from pathlib import Path

from tests.cluster_gis.boundary.corpus.by_office import save_by_office
from tests.cluster_gis.boundary.corpus.by_qgis import find_qgis, save_by_qgis
from tests.cluster_gis.boundary.corpus.case import EXTENSIONS, Case
from tests.cluster_gis.boundary.corpus.plants import make_corpus

FILES = Path(__file__).with_name("files.zip")
MANIFEST = Path(__file__).with_name("manifest.json")
#: Files kept of each form; office files are large.
_MOST = {"ods": 7, "odt": 4, "docx": 3, "xlsx": 12, "csv": 12}


def read_kept() -> Iterator[Case]:
    """The kept files as cases."""
    with zipfile.ZipFile(FILES) as archive:
        for entry in json.loads(MANIFEST.read_text(encoding="utf-8")):
            options = dict(entry["options"])
            if "stated_area_ha" in options:
                options["stated_area_ha"] = Decimal(options["stated_area_ha"])
            yield Case(
                mistake=entry["mistake"],
                form=entry["form"],
                data=archive.read(entry["file"]),
                names=frozenset(entry["names"]),
                hidden=entry["hidden"],
                beside=frozenset(entry["beside"]),
                options=options,
                program=entry["program"],
            )


def choose(cases: Sequence[Case]) -> list[Case]:
    """Of each form the files with the rarest mistakes first, so that each mistake is kept."""
    common = Counter(case.mistake for case in cases)
    taken: Counter[str] = Counter()
    kept_mistakes: Counter[str] = Counter()
    kept: list[Case] = []
    for case in sorted(cases, key=lambda c: (common[c.mistake], c.mistake, c.form)):
        if taken[case.form] < _MOST[case.form] and kept_mistakes[case.mistake] < 3:
            taken[case.form] += 1
            kept_mistakes[case.mistake] += 1
            kept.append(case)
    return kept


def main(seed: int) -> None:
    """Make the files and the manifest."""
    python = find_qgis()
    if python is None:
        raise SystemExit("QGIS is not installed (Debian: apt-get install python3-qgis)")
    made = list(make_corpus(seed))
    cases = [*choose(save_by_office(made)), *save_by_qgis(made, python)]
    stream = BytesIO()
    manifest = []
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for number, case in enumerate(cases, 1):
            ending = EXTENSIONS.get(case.form, case.form)
            name = f"{number:02}-{case.mistake}.{ending}"
            archive.writestr(zipfile.ZipInfo(name), case.data, zipfile.ZIP_DEFLATED, 9)
            manifest.append(
                {
                    "file": name,
                    "program": case.program,
                    "form": case.form,
                    "mistake": case.mistake,
                    "names": sorted(case.names),
                    "hidden": case.hidden,
                    "beside": sorted(case.beside),
                    "options": {k: str(v) for k, v in case.options.items()},
                }
            )
    FILES.write_bytes(stream.getvalue())
    lines = ",\n".join(json.dumps(entry, ensure_ascii=False) for entry in manifest)
    MANIFEST.write_text(f"[\n{lines}\n]\n", encoding="utf-8")
    print(f"seed {seed}: {len(cases)} files, {FILES.stat().st_size} bytes")  # noqa: T201


if __name__ == "__main__":
    main(int(sys.argv[1]))
