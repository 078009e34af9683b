"""How sessions of the business part connect."""

from typing import Any

#: No server-side prepared statements: after a few rounds PostgreSQL would plan them without the
#: values, and a list of 2,000 codes with a range of revisions then took minutes instead of 0.1 s.
CUSTOM_PLANS: dict[str, Any] = {"prepare_threshold": None}
