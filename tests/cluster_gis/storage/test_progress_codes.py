"""The code lists of progress in Python are those that the database takes."""

import re

import pytest
from sqlalchemy import text

from cluster_gis.domain import progress_words as words

CODES = {
    ("capital_amount", "coverage"): words.COVERAGE,
    ("capital_amount", "kind"): words.CAPITAL_KIND,
    ("milestone", "kind"): words.MILESTONE_KIND,
    ("milestone", "cause"): words.DELAY_CAUSE,
    ("land_clearance", "measure"): words.CLEARANCE,
    ("enterprise_project", "state"): words.PROJECT_STATE,
    ("enterprise_project", "approval_kind"): words.APPROVAL_KIND,
    ("land_lease", "kind"): words.LEASE_KIND,
    ("support_grant", "programme_kind"): words.PROGRAMME_KIND,
    ("support_grant", "purpose"): words.SUPPORT_PURPOSE,
    ("support_grant", "state"): words.SUPPORT_STATE,
    ("sector_rule", "class"): words.SECTOR_CLASS,
    ("legacy_cluster", "outcome"): words.LEGACY_OUTCOME,
}
CHECK = text("""
    SELECT pg_get_constraintdef(c.oid) FROM pg_constraint c
    JOIN pg_attribute a ON a.attrelid = c.conrelid AND c.conkey = ARRAY[a.attnum]
    WHERE c.contype = 'c' AND c.conrelid = CAST(:table AS regclass) AND a.attname = :column
      AND pg_get_constraintdef(c.oid) LIKE '%ARRAY%'
""")


@pytest.mark.parametrize(("table", "column"), CODES, ids=".".join)
def test_a_code_list_is_that_of_its_column(session, table, column):
    definition = session.scalar(CHECK, {"table": f"register.{table}", "column": column})
    assert set(re.findall(r"'([a-z_]+)'", definition)) == set(CODES[table, column])


def test_the_reporters_are_those_of_the_domain(session):
    definition = session.scalar(
        text(
            "SELECT pg_get_constraintdef(oid) FROM pg_constraint"
            " WHERE contypid = CAST('register.reporter' AS regtype)"
        )
    )
    assert set(re.findall(r"'([a-z_]+)'", definition)) == set(words.REPORTER)
