"""The application with what a server reads once already read.

Imported by the process that the servers of tests are forked of (`tests/servers.py`), so that none
of them imports the program or compiles its templates again.
"""

import api.app  # noqa: F401
from api.pages.environment import environment
from cluster_gis.i18n import LANGUAGES, translator

TEMPLATES = [name for name in environment().list_templates() if name.endswith(".html")]

for name in TEMPLATES:
    environment().get_template(name)
for language in LANGUAGES:
    translator(language)
