"""One spelling of a report: the bytes that are signed for by their sum."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any


def canonical_json(document: Mapping[str, Any]) -> bytes:
    """UTF-8, keys sorted, no spaces, Vietnamese letters as they are; the same data, the same bytes.

    Numbers come as text: a float would not say what was recorded.
    """
    text = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8")


def sum_of(content: bytes) -> str:
    """Hexadecimal SHA-256."""
    return hashlib.sha256(content).hexdigest()
