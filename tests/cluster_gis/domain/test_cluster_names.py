"""Names of clusters are compared as people mean them, not as they are typed."""

import unicodedata

import pytest

from cluster_gis.domain.cluster_names import name_key, name_likeness


@pytest.mark.parametrize(
    "written",
    [
        pytest.param("Phú Thịnh 4", id="bare"),
        pytest.param("CCN Phú Thịnh IV", id="prefix-and-roman-numeral"),
        pytest.param("Cụm công nghiệp Phú Thịnh số 4", id="full-prefix-and-the-word-so"),
        pytest.param("CỤM CÔNG NGHIỆP PHÚ THỊNH 04", id="capitals-and-a-leading-zero"),
        pytest.param("cum cong nghiep phu thinh 4", id="typed-without-accents"),
        pytest.param(unicodedata.normalize("NFD", "Cụm CN Phú Thịnh 4"), id="decomposed-unicode"),
        pytest.param("CCN. Phú Thịnh-4", id="punctuation"),
    ],
)
def test_every_spelling_of_one_name_has_one_key(written):
    assert name_key(written) == "phu thinh 4"


def test_a_letter_that_is_no_numeral_stays_and_a_bare_prefix_is_kept():
    assert name_key("CCN Tây Cầu Mậu A") == "tay cau mau a"
    assert name_key("CCN") == "ccn"
    assert name_key("Số Một") == "so mot"


@pytest.mark.parametrize(
    ("first", "second", "least", "most"),
    [
        pytest.param("tien lang", "tien lang", 1.0, 1.0, id="the-same"),
        pytest.param("tienlang", "tien lang", 0.95, 0.95, id="written-together"),
        pytest.param("chien thang", "chien thang 1", 0.6, 0.84, id="one-has-a-number-more"),
        pytest.param(
            "phu thinh 4", "phu thinh 5", 0.0, 0.5, id="another-number-is-another-cluster"
        ),
        pytest.param("tien lang", "do son", 0.0, 0.44, id="nothing-in-common"),
    ],
)
def test_likeness(first, second, least, most):
    assert least <= name_likeness(first, second) <= most
    assert name_likeness(first, second) == name_likeness(second, first)
