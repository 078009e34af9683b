"""Answers made smaller on the way: gzip, where it pays."""

import zlib

from fastapi import Request

#: Fewer bytes than this go out as they are: a packet is not made smaller.
WORTH_PACKING = 1000


def accepts_gzip(request: Request) -> bool:
    """Whether the client unpacks gzip."""
    return "gzip" in request.headers.get("accept-encoding", "")


def pack(body: bytes) -> bytes:
    """The body by gzip. Level 1 takes a third of the time of level 6 for a tenth more bytes."""
    packer = zlib.compressobj(1, zlib.DEFLATED, 31)
    return packer.compress(body) + packer.flush()
