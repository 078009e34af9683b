"""folium without pandas, which it takes along when it finds it: 25 MiB of every server process.

Nothing here hands folium a table. Whoever imports pandas for itself later gets it as usual.
"""

import sys

_absent = "pandas" not in sys.modules
if _absent:
    # None makes `import pandas` fail, which folium takes for "not installed".
    sys.modules["pandas"] = None  # type: ignore[assignment]
try:
    import folium
finally:
    if _absent:
        del sys.modules["pandas"]

__all__ = ["folium"]
