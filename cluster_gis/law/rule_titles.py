"""Short titles of rules, so that readers need not know codes by heart."""

from collections.abc import Mapping

from cluster_gis.i18n import Translator
from cluster_gis.law.register import RULES

_TITLES: Mapping[str, str] = {rule.id: rule.title for rule in RULES}


def rule_title(rule: str, _: Translator) -> str:
    """The title in the language of `_`; of an unknown rule its code."""
    return _(_TITLES[rule]) if rule in _TITLES else rule


def rule_titles(_: Translator) -> dict[str, str]:
    """Every rule's code with its title."""
    return {code: _(title) for code, title in _TITLES.items()}
