"""Questions that are open are marks, and the table of checks by persons is honest and whole."""

from cluster_gis.law.documents import VERSIONS
from cluster_gis.law.open_questions import EVERY_RULE, OPEN_QUESTIONS, questions_of
from cluster_gis.law.person_checks import person_checks
from cluster_gis.law.register import BY_ID


def test_every_question_names_rules_and_versions_that_exist():
    assert [question.number for question in OPEN_QUESTIONS] == list(range(1, 11))
    laws = {law.id for law in VERSIONS}
    for question in OPEN_QUESTIONS:
        assert question.rules <= {*BY_ID, EVERY_RULE}
        assert question.laws <= laws


def test_a_question_touches_only_the_versions_it_is_about():
    assert [q.number for q in questions_of("CRAFT-SHARE", "V4")] == [2]
    assert questions_of("AREA-MAX", "V1") == ()
    assert [q.number for q in questions_of("AREA-MAX", "V6")] == [1, 8]


def test_the_table_of_checks_has_a_row_for_each_rule():
    assert set(person_checks()) == set(BY_ID)


def test_a_check_names_its_day_its_person_and_the_text_or_none_of_them():
    for row in person_checks().values():
        told = [row.checked_on is not None, bool(row.checked_by), bool(row.text_seen)]
        assert all(told) or not any(told)
