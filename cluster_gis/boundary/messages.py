"""Every issue code with its severity and its message (English msgid; Vietnamese in the .po)."""

from typing import Literal

from cluster_gis.i18n import N_

_Severity = Literal["error", "warning", "info"]

MESSAGES: dict[str, tuple[_Severity, str]] = {
    # The file itself
    "file_too_large": ("error", N_("The file has {size_mb} MB; at most {limit_mb} MB is read.")),
    "file_empty": ("error", N_("The file is empty.")),
    "format_unknown": (
        "error",
        N_(
            "{value} is not a format that is read; expected CSV, XLSX, DOCX, ODS, ODT, GeoJSON,"
            " GeoPackage, zipped Shapefile, KML, KMZ, DXF or GML."
        ),
    ),
    "unreadable": ("error", N_("The file cannot be read as {value}: {reason}")),
    "archive_refused/damaged": ("error", N_("The archive is damaged: {reason}")),
    "archive_refused/entries": ("error", N_("The archive has {value} entries; too many.")),
    "archive_refused/size": (
        "error",
        N_("The archive would unpack {packed} bytes to {value}; that is refused."),
    ),
    "archive_refused/path": (
        "error",
        N_("The archive holds the path {value}, which leads out of it; that is refused."),
    ),
    "archive_refused/entry": (
        "error",
        N_("The archive's entry {value} is larger than its directory says."),
    ),
    "xml_entities": (
        "error",
        N_("The XML declares a document type or entities ({value}), which are never read."),
    ),
    "no_outline/table": (
        "error",
        N_("No coordinates were found: no columns such as X and Y, or latitude and longitude."),
    ),
    "no_outline/unread": (
        "error",
        N_("No coordinates were found: {field} is {value} on line {line}."),
    ),
    "no_outline/shape": ("error", N_("The file holds no polygon and no closed line.")),
    "several_layers": (
        "error",
        N_("The file has several layers with outlines ({value}); say which one with --layer."),
    ),
    "layer_unknown": ("error", N_("There is no layer {value}; the file has: {known}")),
    "several_features": (
        "warning",
        N_("The file has {value} separate outlines; they are taken as parts of one boundary."),
    ),
    "too_many_vertices": ("error", N_("The outline has {value} points; at most {limit} are read.")),
    # Reading of tables
    "coordinate_unreadable": (
        "error",
        N_("Point {point}: the {field} coordinate {value} is not a number."),
    ),
    "number_format": (
        "info",
        N_("Numbers are written like {value} and were read with {style} as the decimal mark."),
    ),
    "number_format_ambiguous": (
        "error",
        N_(
            "Commas separate both columns and decimals on line {line} ({value}); save the table"
            " with semicolons between the columns."
        ),
    ),
    "column_groups": (
        "info",
        N_("The table has {value} groups of columns side by side; points were put in order."),
    ),
    "rings_parted": (
        "warning",
        N_(
            "Blank rows were taken for the ends of {value} rings (the second begins with point"
            " {point}): as one ring the outline would cross itself."
        ),
    ),
    "axes_by_range": (
        "info",
        N_("The columns have no heading; which is north was told by the size of the numbers."),
    ),
    "missing_vertex": (
        "warning",
        N_("Point {value} is missing; the numbering goes on with {point}."),
    ),
    "unnamed_vertex": ("warning", N_("The point on line {line} has no number.")),
    "repeated_name": (
        "warning",
        N_("The number {point} is given to two different points (line {line})."),
    ),
    # Shape
    "too_few_points": ("error", N_("A ring has {value} different points; at least 3 are needed.")),
    "repeated_point": (
        "warning",
        N_("Point {point} repeats {value}; it can be dropped."),
    ),
    "near_points": (
        "warning",
        N_("Points {value} and {point} lie {distance_m} m apart; they may be one point."),
    ),
    "ring_unclosed": (
        "error",
        N_("The ring does not close: {value} m lie between its last point {point} and its first."),
    ),
    "ring_unclosed/gap": (
        "error",
        N_("The lines do not meet: {value} m lie between points {other} and {point}."),
    ),
    "hatch_read": (
        "info",
        N_("No line of the layer closes; the outlines of {value} hatches were read."),
    ),
    "lines_left_out": (
        "info",
        N_("{value} lines of the layer belong to no ring and were left out."),
    ),
    "self_intersection": (
        "error",
        N_("The outline crosses itself near point {point} (sides {value})."),
    ),
    "invalid_outline": ("error", N_("The outline is not valid near point {point}: {value}")),
    "invalid_outline/shared_edge": (
        "error",
        N_("Parts {value} share an edge near point {point}; they must be joined to one part."),
    ),
    "rings_overlap": ("error", N_("Rings {value} overlap each other near point {point}.")),
    "has_heights": (
        "error",
        N_("The outline has heights (z = {value} at point {point}); a flat outline is needed."),
    ),
    "heights_dropped": ("info", N_("Heights, all of them {value}, were left out.")),
    "arcs_stroked": (
        "info",
        N_(
            "Arcs in {value} lines were turned into short sides at most {tolerance_m} m off the"
            " arc."
        ),
    ),
    "side_length_differs": (
        "warning",
        N_("Side {point}: {value} m is printed, {computed} m is computed from the coordinates."),
    ),
    "outlying_point/unit": (
        "warning",
        N_("Point {point} is written in another unit than the others ({value})."),
    ),
    "outlying_point": (
        "warning",
        N_("Point {point} lies {value} m away from the others."),
    ),
    "drawn_rectangle": (
        "info",
        N_("The outline is a rectangle along the meridians: drawn, rather than surveyed."),
    ),
    # Coordinate system
    "crs_missing": (
        "error",
        N_("No coordinate system is declared; choose one of the candidates."),
    ),
    "crs_unknown": (
        "error",
        N_("{value} is not a coordinate system of boundaries here; expected such as EPSG:9210."),
    ),
    "crs_meridian_unknown": (
        "error",
        N_("The file names the central meridian {value}, which is no VN-2000 zone of 3 degrees."),
    ),
    "crs_unconfirmed": (
        "info",
        N_(
            "By the evidence at hand ({evidence}) the coordinates could also be {other}:"
            " {separation_m} m away."
        ),
    ),
    "crs_unconfirmed/outline": (
        "info",
        N_(
            "By the outline of {evidence} the coordinates could also be {other}:"
            " {separation_m} m away."
        ),
    ),
    "crs_words_differ": (
        "warning",
        N_("The file says {value} in words, but {other} is used."),
    ),
    "deprecated_crs": (
        "error",
        N_("EPSG:{value} is withdrawn (some programs swap its offsets); use EPSG:{other}."),
    ),
    "axes_swapped": (
        "error",
        N_("X (north) and Y (east) are swapped: X begins with {value}, which is an easting."),
    ),
    "axes_swapped/degrees": (
        "error",
        N_("Latitude and longitude are swapped: the first latitude is {value}."),
    ),
    "axes_swapped/point": (
        "error",
        N_("X and Y of point {point} are swapped: X is {value}."),
    ),
    "wrong_central_meridian/point": (
        "error",
        N_("Point {point} is given in {other}, the others in {value}: central meridians mixed."),
    ),
    "zone_width_mixed/point": (
        "error",
        N_("Point {point} is given in {other}, the others in {value}: 3 and 6 degrees mixed."),
    ),
    "wrong_central_meridian": (
        "error",
        N_(
            "Wrong central meridian: with {value} the outline lies {distance_m} m from {place};"
            " with {other}, {other_m} m."
        ),
    ),
    "zone_width_mixed": (
        "error",
        N_(
            "3-degree and 6-degree zones are mixed: with {value} the outline lies {distance_m} m"
            " from {place}; with {other}, {other_m} m."
        ),
    ),
    "wgs84_as_vn2000": (
        "error",
        N_("WGS 84 coordinates are given as VN-2000 ({value}); candidates: {other}."),
    ),
    "vn2000_as_wgs84": (
        "error",
        N_("VN-2000 coordinates are given as WGS 84 ({value}); candidates: {other}."),
    ),
    "hanoi_1972": (
        "error",
        N_("The coordinates are of the old Hanoi 1972 system ({value}), not of VN-2000."),
    ),
    "rotation_sign_flipped": (
        "warning",
        N_(
            "The rotations of the datum shift have the wrong sign ({value}): {separation_m} m off;"
            " the official parameters are used."
        ),
    ),
    "rotation_sign_flipped/pairs": (
        "warning",
        N_(
            "The printed longitudes and latitudes were made from {value} with rotations of the"
            " wrong sign: {separation_m} m off."
        ),
    ),
    "vn2000_as_wgs84/pairs": (
        "warning",
        N_(
            "The printed longitudes and latitudes are VN-2000 degrees of {value}, not WGS 84:"
            " {separation_m} m off."
        ),
    ),
    "axes_swapped/versions": (
        "warning",
        N_("The two versions are one outline with exchanged axes ({left_m} m remain)."),
    ),
    "vn2000_as_wgs84/versions": (
        "warning",
        N_(
            "The two versions are {value} m apart by the datum shift of VN-2000; one of them was"
            " stored without it ({left_m} m remain)."
        ),
    ),
    "rotation_sign_flipped/versions": (
        "warning",
        N_(
            "The two versions are {value} m apart by the sign of the datum's rotations"
            " ({left_m} m remain)."
        ),
    ),
    "wrong_central_meridian/versions": (
        "warning",
        N_(
            "The two versions are {value} m apart by {other} of central meridian"
            " ({left_m} m remain)."
        ),
    ),
    "zone_width_mixed/versions": (
        "warning",
        N_(
            "The two versions are {value} m apart by zones of 3 and 6 degrees, such as {other}"
            " ({left_m} m remain)."
        ),
    ),
    "versions_differ": (
        "warning",
        N_("The two versions differ by up to {value} m; {share} of their land is common."),
    ),
    "wrong_central_meridian/province": (
        "warning",
        N_("{value} is no zone of {place}; with its own ({other}) the outline lies there as well."),
    ),
    "wrong_central_meridian/degrees": (
        "warning",
        N_(
            "Wrong central meridian: the outline lies {distance_m} m from {place}; had its degrees"
            " been computed with {other} instead of {value}, {other_m} m."
        ),
    ),
    "area_differs_1pct/repaired": (
        "warning",
        N_(
            "After the offered repair the area is {value} ha, {stated_ha} ha is stated:"
            " {difference_pct} %."
        ),
    ),
    "area_differs_5pct/repaired": (
        "error",
        N_(
            "After the offered repair the area is {value} ha, {stated_ha} ha is stated:"
            " {difference_pct} %."
        ),
    ),
    "datum_parameters_differ": (
        "warning",
        N_("The file's datum shift ({value}) is not the official one; the official one is used."),
    ),
    "paired_points_differ": (
        "warning",
        N_(
            "Point {point}: the printed longitude and latitude lie {value} m from the printed X and"
            " Y."
        ),
    ),
    # Place and area
    "outside_vietnam": (
        "error",
        N_("With {value} the outline lies outside Việt Nam (point {point})."),
    ),
    "outside_commune": (
        "warning",
        N_("{value} of the outline lies outside {place}, up to {distance_m} m away."),
    ),
    "outside_commune/outline": (
        "warning",
        N_(
            "{value} of the outline lies outside the outline of {place}, up to {distance_m} m away."
        ),
    ),
    "area_differs_1pct": (
        "warning",
        N_("The area is {value} ha, {stated_ha} ha is stated: {difference_pct} %."),
    ),
    "area_differs_5pct": (
        "error",
        N_("The area is {value} ha, {stated_ha} ha is stated: {difference_pct} %."),
    ),
    "stated_areas_differ": (
        "warning",
        N_("The file states {value} ha, {other} ha was declared; the declared area is compared."),
    ),
    "unit_unknown": ("error", N_("{field} {value} is not known.")),
    "unit_ambiguous": ("error", N_("{field} {value} can mean: {other}; give the code.")),
}
