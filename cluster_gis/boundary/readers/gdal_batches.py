"""Layers of any file that GDAL opens, in batches; the same two functions as `geopackage`."""

import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path

import pyogrio
from pyogrio.raw import read as read_raw

from cluster_gis.boundary.issues import refuse
from cluster_gis.boundary.readers.geopackage import Batch, Layer


def describe_layer(path: Path, layer: str | None) -> Layer:
    """The layer of that name, else the first; raises Refused."""
    try:
        info = pyogrio.read_info(path, layer=layer, force_feature_count=True)
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError) as error:
        raise refuse("unreadable", value="GDAL", reason=str(error)[:120]) from error
    return Layer(
        name=str(info["layer_name"]),
        fields=tuple(str(name) for name in info["fields"]),
        crs=str(info["crs"]) if info["crs"] else None,
        count=int(info["features"]),
    )


def read_batches(
    path: Path,
    layer: str | None,
    columns: Sequence[str],
    *,
    size: int,
    skip: int = 0,
    limit: int = -1,
) -> Iterator[Batch]:
    """Features in the order of the file; limit -1 = all."""
    end = describe_layer(path, layer).count if limit < 0 else skip + limit
    for start in range(skip, end, size):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)  # open rings are named by the judge
            meta, _, outlines, values = read_raw(
                path,
                layer=layer,
                columns=list(columns),
                skip_features=start,
                max_features=min(size, end - start),
            )
        found = dict(zip((str(field) for field in meta["fields"]), values, strict=True))
        yield list(outlines), {name: found[name].tolist() for name in columns}
