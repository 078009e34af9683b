"""Run by a Python that has QGIS: layers in, the same layers out as QGIS saves them.

Arguments: a folder of input files, a folder for the results, and a JSON list of
[input name, output form]. Prints {"version", "systems": {input name: EPSG code}}.
"""

import json
import os
import sys
from pathlib import Path

from qgis.core import (  # type: ignore[import-not-found]
    Qgis,
    QgsApplication,
    QgsDxfExport,
    QgsMapSettings,
    QgsProject,
    QgsVectorFileWriter,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QFile  # type: ignore[import-not-found]

DRIVERS = {
    "gpkg": "GPKG",
    "shp": "ESRI Shapefile",
    "kml": "KML",
    "gml": "GML",
    "geojson": "GeoJSON",
}


def save(layer, path, form):
    if form == "dxf":
        settings = QgsMapSettings()
        settings.setLayers([layer])
        settings.setDestinationCrs(layer.crs())
        settings.setExtent(layer.extent())
        export = QgsDxfExport()
        export.setMapSettings(settings)
        export.setDestinationCrs(layer.crs())
        export.addLayers([QgsDxfExport.DxfLayer(layer)])
        stream = QFile(str(path))
        result = export.writeToFile(stream, "UTF-8")
        stream.close()
        assert result == QgsDxfExport.ExportResult.Success, result
        return
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName = DRIVERS[form]
    options.fileEncoding = "UTF-8"
    context = QgsProject.instance().transformContext()
    error = QgsVectorFileWriter.writeAsVectorFormatV3(layer, str(path), context, options)
    assert error[0] == QgsVectorFileWriter.NoError, error


def main(source, target, jobs):
    application = QgsApplication([], False)
    application.initQgis()
    systems = {}
    for name, form in json.loads(jobs):
        layer = QgsVectorLayer(str(Path(source) / name), "ranh", "ogr")
        assert layer.isValid(), name
        systems[name] = layer.crs().authid()
        save(layer, Path(target) / f"{Path(name).stem}.{form}", form)
    sys.stdout.write(
        json.dumps({"version": Qgis.QGIS_VERSION.split("-")[0], "systems": systems}) + "\n"
    )
    sys.stdout.flush()
    os._exit(0)  # taking QGIS down with its layers still there ends in a crash


if __name__ == "__main__":
    main(*sys.argv[1:4])
