"""Tiles that were made already. The revision is part of each key, so they never go stale."""

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass

from api.packing import pack

#: Bytes kept by one server process.
CAPACITY = 16 * 2**20
#: What an entry costs besides its bytes, roughly.
OVERHEAD = 600


@dataclass(slots=True)
class StoredTile:
    """One answer. body: as the database wrote it, b"" = nothing there."""

    tag: str
    body: bytes
    _packed: bytes | None = None

    @property
    def validators(self) -> tuple[tuple[bytes, bytes], ...]:
        """Headers of an answer that something written later may change."""
        return (
            (b"etag", self.tag.encode()),
            (b"cache-control", b"no-cache"),
            (b"vary", b"Accept-Encoding"),
        )

    def packed(self) -> bytes:
        """The body by gzip, made when first asked for and kept."""
        if self._packed is None:
            self._packed = pack(self.body)
        return self._packed


class TileCache:
    """Bounded by bytes; what was asked for longest ago goes first."""

    def __init__(self, capacity: int = CAPACITY) -> None:
        self._capacity, self._held = capacity, 0
        self._tiles: OrderedDict[Hashable, StoredTile] = OrderedDict()

    def get(self, key: Hashable) -> StoredTile | None:
        """The tile, None when it is not kept."""
        tile = self._tiles.get(key)
        if tile is not None:
            self._tiles.move_to_end(key)
        return tile

    def keep(self, key: Hashable, tile: StoredTile) -> None:
        """Keep `tile`, unless it alone is more than a quarter of the room."""
        if _cost(tile) > self._capacity // 4 or key in self._tiles:
            return
        self._tiles[key] = tile
        self._held += _cost(tile)
        while self._held > self._capacity:
            _, gone = self._tiles.popitem(last=False)
            self._held -= _cost(gone)


def _cost(tile: StoredTile) -> int:
    # Half as much again for the packed copy, which may be made later.
    return len(tile.body) * 3 // 2 + OVERHEAD
