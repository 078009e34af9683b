"""The HTML of the planning map from its records: for `/maps/plan`, and for one file by itself."""

from api.subject_page import base_layers, subject_page
from cluster_gis.config import Register
from cluster_gis.services.read_plan_map import PlanMapRecords
from maps.assets import Assets
from maps.subjects import SUBJECTS

__all__ = ["base_layers", "plan_page"]


def plan_page(
    records: PlanMapRecords,
    *,
    assets: Assets,
    language: str,
    register: Register,
    reload_url: str | None = None,
    background: str | None = None,
) -> str:
    """The whole page. reload_url: address that answers ?as_of=; None = the day is fixed."""
    return subject_page(
        SUBJECTS["plan"],
        records,
        assets=assets,
        language=language,
        register=register,
        reload_url=reload_url,
        background=background,
    )
