"""What a server process holds from the start: libraries few requests need come with them."""

import json
import subprocess
import sys

import pytest

from cluster_gis.first_use import LateModule, on_first_use

LATE = {
    "alembic",
    "authlib",
    "docx",
    "docxtpl",
    "ezdxf",
    "geopandas",
    "joserfc",
    "matplotlib",
    "openpyxl",
    "pandas",
    "pyogrio",
    "pypdf",
    "requests",
}


def test_a_server_process_begins_without_the_libraries_of_rare_pages():
    names = "json.dumps([name for name in sys.modules if '.' not in name])"
    code = f"import cluster_gis.cli.application, json, sys; print({names})"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(json.loads(said.stdout))
    assert "folium" in loaded
    assert not loaded & LATE


def test_pandas_can_be_had_after_folium_came_without_it():
    code = "import maps.base, folium.utilities, pandas; print(folium.utilities.pd, pandas.Series)"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.startswith("None <class")


def test_what_is_loaded_late_is_the_thing_itself():
    assert on_first_use("json", "loads")('{"a": 1}') == {"a": 1}
    assert LateModule("json").loads is json.loads
    with pytest.raises(AttributeError):
        _ = LateModule("json").nothing
