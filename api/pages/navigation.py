"""The main navigation, by the reader's jobs. A new page is one `Entry` in one of the groups."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from cluster_gis.domain.access import Action
from cluster_gis.i18n import N_


@dataclass(frozen=True, slots=True)
class Entry:
    """A page of the navigation. action: what a reader must be allowed to find it there.

    also: sections without an entry of their own that belong to it, as first parts of addresses.
    """

    label: str
    path: str
    action: Action = Action.REGISTER_READ
    also: Sequence[str] = ()

    def holds(self, path: str) -> bool:
        """Whether the page at `path` is this one, or one below it."""
        if path == self.path:
            return True
        sections = (self.path, *self.also) if self.path != "/" else self.also
        return any(path == one or path.startswith(f"{one}/") for one in sections)


@dataclass(frozen=True, slots=True)
class Group:
    """Entries of one job under one heading; with a single entry left it is that entry."""

    label: str
    entries: Sequence[Entry]

    def current(self, path: str) -> Entry | None:
        """The entry that the page at `path` belongs to; the one named most exactly."""
        held = [entry for entry in self.entries if entry.holds(path)]
        return max(held, key=lambda entry: len(entry.path), default=None)


NAVIGATION: Final[tuple[Group, ...]] = (
    Group(N_("Map"), (Entry(N_("Map"), "/", also=("/maps",)),)),
    Group(
        N_("Industrial clusters"),
        (
            Entry(N_("Overview"), "/overview"),
            Entry(N_("List of clusters"), "/clusters"),
            Entry(N_("Progress"), "/progress"),
            Entry(N_("Support of clusters"), "/support"),
            Entry(N_("Clusters older than 2009"), "/legacy"),
            Entry(N_("Sector list"), "/sectors"),
        ),
    ),
    Group(
        N_("Planning"),
        (
            Entry(N_("Plans"), "/plans"),
            Entry(N_("Proposals"), "/proposals", Action.PROPOSAL_READ),
            Entry(N_("Work list"), "/worklist", Action.PROPOSAL_READ),
            Entry(N_("Questions and difficulties"), "/questions", Action.QUESTION_READ),
            Entry(N_("Settings of provinces"), "/settings"),
            Entry(N_("Check a boundary"), "/boundaries", Action.BOUNDARY_READ),
        ),
    ),
    Group(
        N_("Law"),
        (
            Entry(N_("Legal texts"), "/law", Action.LAW_READ),
            Entry(N_("Rule book"), "/law/rules", Action.LAW_READ),
            Entry(N_("Findings by rule"), "/law/findings", Action.LAW_READ),
        ),
    ),
    Group(N_("Reports"), (Entry(N_("Reports"), "/reports", also=("/verify",)),)),
    Group(
        N_("Data"),
        (
            Entry(N_("Staging"), "/staging", Action.STAGING_READ),
            Entry(N_("Data quality"), "/quality"),
            Entry(N_("Change log"), "/audit", Action.AUDIT_READ),
            Entry(N_("Accounts"), "/admin/accounts", Action.ACCOUNT_MANAGE),
        ),
    ),
)


def navigation_for(may: Callable[[Action], bool]) -> list[Group]:
    """The groups with what the reader may open; a group without any is left out."""
    groups = []
    for group in NAVIGATION:
        entries = tuple(entry for entry in group.entries if may(entry.action))
        if entries:
            groups.append(replace(group, entries=entries))
    return groups
