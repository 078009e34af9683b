"""folium without what it takes along but never uses here: 30 MiB of every server process.

pandas is used when it is there: nothing here hands folium a table. requests fetches data named by
an address: nothing here hands it one, and nothing may be fetched. Whoever imports either for itself
later gets it as usual.
"""

import sys
from types import ModuleType

#: None makes `import pandas` fail, which folium takes for "not installed".
_STAND_INS: dict[str, ModuleType | None] = {"pandas": None, "requests": ModuleType("requests")}
_absent = [name for name in _STAND_INS if name not in sys.modules]
for _name in _absent:
    sys.modules[_name] = _STAND_INS[_name]  # type: ignore[assignment]
try:
    import folium
finally:
    for _name in _absent:
        del sys.modules[_name]

__all__ = ["folium"]
