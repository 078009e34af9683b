"""Acts of the trail and a record's life as tables for XLSX and CSV."""

from collections.abc import Sequence

from cluster_gis.domain.trail import Act
from cluster_gis.i18n import N_, translator
from cluster_gis.reports.table_files import PrintedTable, Value
from cluster_gis.services.read_day import ACT_COLUMNS, act_rows
from cluster_gis.services.tell_trail import LIFE_COLUMNS, Life, TrailWords, life_rows


def acts_table(
    acts: Sequence[Act], words: TrailWords, more: Sequence[tuple[str, Value]] = ()
) -> PrintedTable:
    """Acts, newest first. more: rows of the head that say which."""
    _ = translator(words.language)
    return PrintedTable(
        head=[(_(N_("Who did what")), None), *more],
        columns=[_(name) for name in ACT_COLUMNS],
        rows=act_rows(acts, words),
    )


def life_table(life: Life, words: TrailWords) -> PrintedTable:
    """A cluster's life, one row a field changed."""
    _ = translator(words.language)
    return PrintedTable(
        head=[(_(N_("Life of the record")), None), (_(N_("Cluster code")), life.code)],
        columns=[_(name) for name in LIFE_COLUMNS],
        rows=life_rows(life, words),
    )
