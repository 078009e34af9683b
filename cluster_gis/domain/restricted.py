"""Codes of restricted layers: land and space that a cluster may take only with somebody's leave.

LUC, LUK, HNK, CLN, RPH, RDD, RSX, CQP, CAN are the land-type codes of the land inventory (Circular
08/2024/TT-BTNMT); SKK is its code of an industrial park, here KCN as people write it. The others
(HL…, DTL, KSN, KHAC) are codes of this product.
"""

from collections.abc import Mapping

from cluster_gis.i18n import N_

#: layer code -> msgid of its name, in the order in which they are listed
LAYER_NAMES: Mapping[str, str] = {
    "LUC": N_("Land under two or more rice crops"),
    "LUK": N_("Other rice land"),
    "HNK": N_("Other annual crops"),
    "CLN": N_("Perennial crops"),
    "RPH": N_("Protection forest"),
    "RDD": N_("Special-use forest"),
    "RSX": N_("Production forest"),
    "HLDB": N_("Safety corridor of a road"),
    "HLDS": N_("Safety corridor of a railway"),
    "HLLD": N_("Safety corridor of a power line"),
    "HLDD": N_("Protection zone of a dyke"),
    "HLNN": N_("Protection corridor of a water source"),
    "DTL": N_("Heritage site and its protection zones"),
    "CQP": N_("Defence land"),
    "CAN": N_("Public security land"),
    "KSN": N_("Mineral area"),
    "KCN": N_("Industrial park"),
    "KHAC": N_("Other restricted area"),
}
LAYERS = tuple(LAYER_NAMES)
#: Industrial parks are neighbours of a kind of their own, not land under protection.
PARK = "KCN"
#: Long and narrow by nature: an overlap a metre wide is one.
CORRIDORS = frozenset({"HLDB", "HLDS", "HLLD", "HLDD", "HLNN"})
#: Kept by decisions with surveyed limits.
STRICT = frozenset({"DTL", "CQP", "CAN", "KSN"})
