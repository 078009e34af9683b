"""`make audit` fails for an advisory, and never for want of a network."""

import pytest

from scripts.audit import verdict


@pytest.mark.parametrize(
    ("code", "said", "ends", "word"),
    [
        pytest.param(0, "No known vulnerabilities found", 0, "No published", id="all is well"),
        pytest.param(1, "requests.exceptions.ConnectionError: x", 0, "NOT CHECKED", id="no way"),
        pytest.param(0, "a  Dependency not found and could not be audited", 0, "NOT", id="mirror"),
        pytest.param(1, "Found 1 known vulnerability in 1 package", 1, "make lock", id="advisory"),
        pytest.param(2, "usage: pip-audit", 1, "", id="wrong use is no silence"),
    ],
)
def test_the_verdict_follows_from_what_was_found(code, said, ends, word):
    found, sentence = verdict(code, said)
    assert found == ends
    assert word in sentence
