"""Rows of inspections: one a finding, or one without a finding where nothing was found."""

from cluster_gis.domain.entry_columns import (
    CODE,
    NAME,
    NOTE,
    EntryColumn,
    EntryKind,
    choice,
    plain,
)
from cluster_gis.domain.progress_words import INSPECTED, INSPECTION_KIND
from cluster_gis.i18n import N_

INSPECTION = EntryKind(
    key="inspection",
    title=N_("Inspections"),
    columns=(
        CODE,
        NAME,
        EntryColumn(
            key="inspected_on",
            header=N_("Inspected on"),
            kind="day",
            hint=N_("Last day of the inspection, dd/mm/yyyy."),
            width=13,
            needed=True,
            aliases=("ngày kiểm tra",),
        ),
        EntryColumn(
            key="inspector",
            header=N_("Who inspected"),
            kind="text",
            hint=N_("Agency or team, for example Đoàn kiểm tra liên ngành của Sở Công Thương."),
            width=30,
            needed=True,
            aliases=("cơ quan kiểm tra", "đoàn kiểm tra"),
        ),
        plain(
            "decision",
            "text",
            N_("Decision on the inspection"),
            22,
            N_("Number of the decision or plan; rows of one inspection repeat it."),
        ),
        choice("kind", N_("Kind of inspection"), INSPECTION_KIND, width=20),
        choice("subject", N_("Who was inspected"), INSPECTED, width=22),
        plain("subject_name", "text", N_("Name of who was inspected"), 28),
        plain("scope", "text", N_("Scope"), 34),
        plain(
            "finding",
            "text",
            N_("Finding"),
            40,
            N_("One row a finding; empty = the inspection found nothing."),
        ),
        plain("remedy", "text", N_("What must be remedied"), 34),
        plain("due", "day", N_("Remedy due"), 13),
        plain("remedied_on", "day", N_("Remedied on"), 13, N_("Empty = not remedied.")),
        NOTE,
    ),
    says=("inspector",),
)
