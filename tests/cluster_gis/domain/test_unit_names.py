"""English pages say what kind of unit a place is; Vietnamese ones leave its name alone."""

import pytest

from cluster_gis.domain.unit_names import place_name
from cluster_gis.i18n import translator


@pytest.mark.parametrize(
    ("name", "said"),
    [
        pytest.param("Thành phố Hải Phòng", "Hải Phòng city", id="a-city"),
        pytest.param("tỉnh Lào Cai", "Lào Cai province", id="written-small"),
        pytest.param("(TP. Đà Nẵng)", "(Đà Nẵng city)", id="in-brackets-and-short"),
        pytest.param(
            "Xã An Hưng, Thành phố Hải Phòng", "An Hưng commune, Hải Phòng city", id="one-by-one"
        ),
        pytest.param("Đặc khu Bạch Long Vĩ", "Bạch Long Vĩ special zone", id="a-special-zone"),
        pytest.param("Xãi", "Xãi", id="no-unit"),
        pytest.param("Vịnh Bắc Bộ", "Gulf of Tonkin", id="water-with-a-name-of-its-own"),
    ],
)
def test_the_kind_of_a_unit_is_told_in_the_language(name, said):
    assert place_name(name, "en", translator("en")) == said
    assert place_name(name, "vi", translator("vi")) == name
