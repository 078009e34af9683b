"""`python -m cluster_gis.postgres`: which PostgreSQL would be used, as JSON, for the set-up."""

import json
import sys

from cluster_gis.config import Settings
from cluster_gis.postgres.installation import find_installations
from cluster_gis.postgres.layout import Layout

layout = Layout(Settings.from_environment().home)
[best, *_] = [*find_installations(layout.unpacked), None]
json.dump({"bin": str(best.bin) if best else "", "unpacked": str(layout.unpacked)}, sys.stdout)
