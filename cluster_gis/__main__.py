"""`python -m cluster_gis` is the same as `cluster-gis`."""

from cluster_gis.cli import main

main()
