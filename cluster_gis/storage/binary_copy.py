"""The binary form of PostgreSQL's COPY: fields as their length and bytes, all big-endian."""

import json
from typing import Any

HEAD = b"PGCOPY\n\xff\r\n\x00" + bytes(8)
TAIL = b"\xff\xff"
NULL = b"\xff\xff\xff\xff"


def field(value: bytes | None) -> bytes:
    """A field: its length and bytes; -1 = null."""
    return NULL if value is None else len(value).to_bytes(4) + value


def jsonb(text: str) -> bytes:
    """Jsonb on the wire: version 1 and the text, in which PostgreSQL takes no U+0000."""
    return b"\x01" + text.replace("\\u0000", "").encode()


def jsonb_field(value: Any) -> bytes:
    """A value as a field of jsonb."""
    return field(jsonb(json.dumps(value, ensure_ascii=False, default=str)))
