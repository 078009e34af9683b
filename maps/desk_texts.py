"""Texts of the desk and of what it shares with other maps, by short key."""

from collections.abc import Mapping

from cluster_gis.i18n import N_

DESK_TEXTS: Mapping[str, str] = {
    "panel": N_("What is shown"),
    "subject": N_("Subject of the map"),
    "timeline": N_("Timeline, by month"),
    "today": N_("today"),
    "known_at_title": N_("What the register knew on an earlier day"),
    "known_at_field": N_("Known on"),
    "known_at_note": N_(
        "Shows the clusters as they were recorded at the end of that day. Empty: as known now."
    ),
    "known_now": N_("as known now"),
    "more_filters": N_("More filters"),
    "filter_status": N_("State"),
    "filter_unit": N_("Commune or former district"),
    "filter_kind": N_("Kind of cluster"),
    "filter_sector": N_("Sectors"),
    "any": N_("All"),
    "kind_unknown": N_("kind not recorded"),
    "level_commune": N_("Communes"),
    "level_district": N_("Former districts"),
    "headline": N_("On {date}: {established} clusters established; state not known for {unknown}"),
    "in_view": N_("Clusters in view ({count})"),
    "in_view_title": N_("Clusters in view; arrow keys move, Enter opens"),
    "in_view_more": N_("{count} more; zoom in to list them"),
    "loading": N_("Loading the clusters of {date}…"),
    "offline": N_("The server cannot be reached. Check the network."),
    "database_away": N_("The database does not answer at the moment."),
    "server_failed": N_("The server could not answer (code {status})."),
    "still_shown": N_("The map still shows {date}."),
    "retry": N_("Try again"),
    "not_here": N_("The register has no cluster {code} among those it knew then."),
    "copy_link": N_("Copy link"),
    "link_copied": N_("The link to this view was copied."),
    "link_here": N_("Copy this address:"),
    "open_list": N_("Open as a list"),
    "fill": N_("Fill rate"),
    "fill_computed": N_("leased over industrial land"),
    "fill_printed": N_("as a source prints it"),
    "kind": N_("Kind"),
    "details_failed": N_("The verdicts could not be loaded."),
    "layer_places": N_("Places not surveyed"),
    "layer_restricted": N_("Restricted areas"),
    "layer_lots": N_("Lots"),
    "layer_works": N_("Infrastructure works"),
    "skip_map": N_("Skip to the map"),
}
