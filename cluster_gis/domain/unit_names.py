"""Names of places in the reader's language: the kind of a unit is translated, its name never."""

import re

from cluster_gis.i18n import N_, Translator

#: How an official name begins -> the name in English; the longest beginnings first.
_KINDS = (
    ("Thành phố", N_("{name} city")),
    ("Thị trấn", N_("{name} township")),
    ("Quần đảo", N_("{name} archipelago")),
    ("Đặc khu", N_("{name} special zone")),
    ("Thị xã", N_("{name} town")),
    ("Phường", N_("{name} ward")),
    ("Huyện", N_("{name} district")),
    ("Quận", N_("{name} urban district")),
    ("Tỉnh", N_("{name} province")),
    ("Đảo", N_("{name} island")),
    ("TP.", N_("{name} city")),
    ("Xã", N_("{name} commune")),
)
#: Waters and names that have a name of their own in English.
_WHOLE = {
    "Vịnh Bắc Bộ": N_("Gulf of Tonkin"),
    "BIỂN ĐÔNG": N_("EAST SEA"),
}
_PARTS = re.compile(r"([(),;→–]\s*)")


def place_name(name: str, language: str, _: Translator) -> str:
    """A unit or a place as the language writes it; names joined by commas one by one.

    "Xã An Hưng, Thành phố Hải Phòng" -> "An Hưng commune, Hải Phòng city". Vietnamese stays as it
    stands in the sources; so does what begins like no unit.
    """
    if language == "vi":
        return name
    return "".join(_one(part, _) for part in _PARTS.split(name))


def _one(part: str, _: Translator) -> str:
    said = part.strip()
    if said in _WHOLE:
        return part.replace(said, _(_WHOLE[said]))
    for start, form in _KINDS:
        if said.lower().startswith(f"{start} ".lower()):
            return part.replace(said, _(form).format(name=said[len(start) :].strip()))
    return part
