"""The main navigation: jobs of the reader, nothing the reader may not open."""

from api.pages.navigation import NAVIGATION, navigation_for
from api.route_actions import action_of
from cluster_gis.domain.access import MATRIX, Action


def paths(groups):
    return [entry.path for group in groups for entry in group.entries]


def test_every_entry_asks_for_the_action_of_its_page_and_stands_once():
    for group in NAVIGATION:
        for entry in group.entries:
            assert action_of("GET", entry.path) is entry.action, entry.path
    assert len(set(paths(NAVIGATION))) == len(paths(NAVIGATION))


def test_a_reader_without_an_account_gets_no_dead_entry():
    shown = navigation_for(lambda action: MATRIX[action].is_public)
    assert "/clusters" in paths(shown)
    assert not {"/staging", "/audit", "/admin/accounts"} & set(paths(shown))
    assert all(group.entries for group in shown)
    assert navigation_for(lambda action: action is Action.LAW_READ)[0].label == "Law"


def test_a_page_belongs_to_the_entry_named_most_exactly():
    by_label = {group.label: group for group in NAVIGATION}
    law, map_ = by_label["Law"], by_label["Map"]
    assert law.current("/law/rules/AREA-MAX").path == "/law/rules"
    assert law.current("/law").path == "/law"
    assert law.current("/lawyers") is None
    assert map_.current("/").path == "/"
    assert map_.current("/clusters") is None
