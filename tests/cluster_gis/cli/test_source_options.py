"""Where a file is from is said alike in every command that takes one in."""

from cluster_gis.cli.ingest_boundaries import boundaries
from cluster_gis.cli.ingest_clusters import clusters
from cluster_gis.cli.ingest_restricted import restricted

NAMES = ("source", "document", "source_note")


def told(command):
    return {option.name: (option.opts, option.help) for option in command.params}


def test_the_three_options_have_one_name_and_one_help():
    expected = {name: told(boundaries)[name] for name in NAMES}
    for command in (clusters, restricted):
        assert {name: told(command)[name] for name in NAMES} == expected
