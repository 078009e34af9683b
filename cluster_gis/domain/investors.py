"""What an infrastructure investor is, by its name: enterprise, public body, or to be looked at."""

from cluster_gis.domain.unit_index import search_form

_ENTERPRISE = (
    "cong ty", "doanh nghiep", "tap doan", "lien danh", "tong cong ty", "group", "company",
    "joint venture", "jsc", "co., ltd", "co.,ltd", "corporation", "enterprise",
)  # fmt: skip
_PUBLIC = (
    "ubnd", "uy ban nhan dan", "ban quan ly", "trung tam", "ward of", "wards of", "commune of",
    "communes of", "district of", "people's committee", "(budget)", "phong kinh te", "so cong",
)  # fmt: skip


def is_enterprise(name: str) -> bool | None:
    """True for a company, False for a public body, None when the name does not say.

    A cooperative is neither by its name: the forms count enterprises, a person decides.
    """
    words = search_form(name)
    if any(word in words for word in _PUBLIC):
        return False
    return True if any(word in words for word in _ENTERPRISE) else None
