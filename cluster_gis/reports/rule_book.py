"""The rule book, printed from the register of law: every rule with versions, marks and examples.

Plain data in one language (`rule_book`, `rule_entry`), as a page of its own or as PDF. Nothing is
written beside the register: what the engine would not say is not in the book.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from functools import cache, lru_cache
from itertools import groupby
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from cluster_gis.domain import labels
from cluster_gis.formats import Formats
from cluster_gis.i18n import N_, translator
from cluster_gis.law.documents import MEMORY, VERSIONS
from cluster_gis.law.judgement_json import both
from cluster_gis.law.labels import CONFIDENCE_NAMES
from cluster_gis.law.open_questions import OPEN_QUESTIONS, OpenQuestion
from cluster_gis.law.person_checks import person_checks
from cluster_gis.law.register import RULES
from cluster_gis.law.rule import DECIDING, Limit, Rule, Version
from cluster_gis.law.rule_texts import TEXTS
from cluster_gis.reports.example_facts import fact_at
from cluster_gis.reports.law_words import fact_name, fact_words, limit_words, verdict_words
from cluster_gis.reports.rule_examples import Example, examples_of
from cluster_gis.reports.typesetting import TEMPLATES, typeset

_NOT_CHECKED = N_("not checked by a person yet")


@lru_cache(maxsize=512)
def _entry_of(place: int, language: str, *, examples: bool) -> dict[str, Any]:
    """The rule at a place of the register; made once, because the register does not change."""
    rule = RULES[place]
    entry = _entry(rule, language)
    return entry | {"examples": list(_examples(rule, language)) if examples else []}


def rule_book(
    language: str, *, on: date, rules: Collection[str] | None = None, examples: bool = True
) -> dict[str, Any]:
    """The whole book, or the rules named, as plain data.

    on: the day whose law is marked as in force, and that the book bears as its date.
    examples: False leaves them out (they take seconds for the whole book).
    """
    _ = translator(language)
    formats = Formats(language)
    found_entries = (
        _entry_of(place, language, examples=examples)
        for place, rule in enumerate(RULES)
        if rules is None or rule.id in rules
    )
    entries = [entry | {"current": _current(entry, on)} for entry in found_entries]
    checked = sum(entry["checked"] is not None for entry in entries)
    return {
        "language": language,
        "title": _(N_("Rule book on industrial clusters")),
        "subtitle": _(N_("Printed from the register of law of Cluster GIS")),
        "printed": _(N_("State of {day}")).format(day=formats.day(on)),
        "on": on.isoformat(),
        "words": {name: _(text) for name, text in _WORDS.items()},
        "warning": _(
            N_(
                "A paraphrase for use with the program, not the text of the law. Each version "
                "names the text it comes from and how sure we are of it."
            )
        ),
        "checked": _(N_("{checked} of {n} rules were checked by a person.")).format(
            checked=checked, n=len(entries)
        ),
        "laws": [
            {
                "id": law.id,
                "document": law.document,
                "period": _period(law.effective_from, law.effective_to, formats),
                "confidence": _(CONFIDENCE_NAMES[law.confidence]),
                "current": law.effective_from <= on
                and (law.effective_to is None or on <= law.effective_to),
                "notices": [both_of(notice.message, language) for notice in law.notices],
            }
            for law in VERSIONS
        ],
        "questions": [_question(question, language) for question in OPEN_QUESTIONS],
        "groups": [
            {"code": code, "name": _(labels.FINDING_GROUP[code]), "rules": list(found)}
            for code, found in groupby(
                sorted(entries, key=lambda entry: _GROUPS.index(entry["group"])),
                key=lambda entry: entry["group"],
            )
        ],
        "n_rules": len(entries),
    }


_GROUPS = list(labels.FINDING_GROUP)
_WORDS = {
    "rule": N_("Rule"),
    "contents": N_("Contents"),
    "laws": N_("Versions of the law"),
    "questions": N_("Questions that are open"),
    "versions": N_("Versions of the rule"),
    "period": N_("In force"),
    "basis": N_("Legal basis"),
    "limit": N_("Limit"),
    "confidence": N_("How sure"),
    "parameter": N_("Parameter"),
    "procedures": N_("Procedures"),
    "examples": N_("Examples, computed by the engine"),
    "verdict": N_("Verdict"),
    "facts": N_("Facts"),
    "answer": N_("What the engine says"),
    "unverified": N_("unverified"),
    "in_force": N_("in force"),
    "checked": N_("Last checked by a person"),
    "local": N_("The versions shown are examples of provinces; the limits come from the register."),
    "at_limit": N_("exactly at the limit"),
    "page": N_("Page"),
    "no_examples": N_("This rule says the same of every case: nothing is computed."),
    "deciding": N_("counts in the verdict"),
    "beside": N_("shown beside the verdict"),
    "touches": N_("Rules concerned"),
    "version": N_("Version"),
    "text": N_("Text"),
}


def both_of(message: str, language: str) -> str:
    """A message without values in one language."""
    return translator(language)(message)


def _current(entry: dict[str, Any], on: date) -> list[int]:
    """Places of the versions in force on the day."""
    day = on.isoformat()
    return [
        place
        for place, version in enumerate(entry["versions"])
        if version["from"] <= day and (version["to"] is None or day <= version["to"])
    ]


def _entry(rule: Rule, language: str) -> dict[str, Any]:
    _ = translator(language)
    questions = _questions_of(rule)
    check = person_checks().get(rule.id)
    checked = None
    if check is not None and check.checked_on is not None:
        checked = _(N_("{day}, by {person}, against {text}")).format(
            day=Formats(language).day(check.checked_on),
            person=check.checked_by,
            text=check.text_seen,
        )
    return {
        "id": rule.id,
        "title": _(rule.title),
        "group": rule.group.value,
        "deciding": rule.group in DECIDING,
        "procedures": [_(labels.PROCEDURE.get(p, p)) for p in rule.procedures],
        "text": _(TEXTS[rule.id]),
        "local": rule.local,
        "versions": [_version(rule, version, language) for version in rule.versions],
        "questions": [_question(question, language) for question in questions],
        "unverified": bool(questions) or any(v.confidence == MEMORY for v in rule.versions),
        "checked": checked,
        "checked_words": checked or _(_NOT_CHECKED),
    }


def _questions_of(rule: Rule) -> list[OpenQuestion]:
    laws = {version.law for version in rule.versions}
    return [q for q in OPEN_QUESTIONS if any(q.touches(rule.id, law) for law in laws)]


def _question(question: OpenQuestion, language: str) -> dict[str, Any]:
    return {
        "number": question.number,
        "text": translator(language)(question.text),
        "rules": sorted(question.rules - {"*"}),
        "laws": sorted(question.laws),
    }


def _version(rule: Rule, version: Version, language: str) -> dict[str, Any]:
    _ = translator(language)
    return {
        "law": version.law,
        "from": version.effective_from.isoformat(),
        "to": version.effective_to.isoformat() if version.effective_to else None,
        "period": _period(version.effective_from, version.effective_to, Formats(language)),
        "document": version.document,
        "locator": version.locator,
        "confidence": version.confidence,
        "confidence_words": _(CONFIDENCE_NAMES[version.confidence]),
        "procedures": [_(labels.PROCEDURE.get(p, p)) for p in rule.procedures_of(version)],
        "own_procedures": bool(version.procedures),
        "limits": [_limit(rule, limit, language) for limit in version.limits],
        "note": _(version.note) if version.note else "",
        "questions": [q.number for q in _questions_of(rule) if q.touches(rule.id, version.law)],
    }


def _limit(rule: Rule, limit: Limit, language: str) -> dict[str, str]:
    return {
        "rule": limit.rule if limit.rule != rule.id else "",
        "parameter": limit.parameter,
        "words": limit_words(limit, language),
        "confidence": translator(language)(CONFIDENCE_NAMES[limit.confidence])
        if limit.confidence
        else "",
    }


def _period(begins: date, ends: date | None, formats: Formats) -> str:
    until = formats.day(ends) if ends else "…"
    return f"{formats.day(begins)} – {until}"


def _examples(rule: Rule, language: str) -> Iterator[dict[str, Any]]:
    """Examples of the newest version of each set of limits, newest first."""
    for _limits, alike in groupby(reversed(rule.versions), key=lambda v: (v.limits, v.procedures)):
        version = next(iter(alike))
        found = examples_of(rule, version)
        if found:
            yield {
                "law": version.law,
                "day": Formats(language).day(version.effective_from),
                "items": [_example(example, language) for example in found],
            }


def _example(example: Example, language: str) -> dict[str, Any]:
    outcome = example.finding.outcome
    return {
        "verdict": outcome.verdict.value,
        "verdict_words": verdict_words(outcome.verdict.value, language),
        "at_limit": example.at_limit,
        "procedure": translator(language)(labels.PROCEDURE[example.case.procedure]),
        "facts": list(_facts(example, outcome.inputs, language)),
        "message": both(outcome.said)[language],
        "change": both(outcome.change)[language] if outcome.change else "",
    }


def _facts(example: Example, paths: Iterable[str], language: str) -> Iterator[dict[str, str]]:
    for path in dict.fromkeys(path.partition("[")[0] for path in paths):
        value = fact_at(example.case, path)
        yield {"name": fact_name(path, language), "value": fact_words(path, value, language)}


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def rule_book_html(book: dict[str, Any]) -> str:
    """The book as one HTML file that needs nothing else."""
    return _environment().get_template("rule_book.html").render(book=book)


def rule_book_pdf(book: dict[str, Any]) -> bytes:
    """The book as PDF."""
    return typeset("rule_book.typ", book, printed_on=date.fromisoformat(book["on"]))
