"""Schemathesis over the application's own description, in-process and signed in by a token."""

from collections.abc import Iterator, Mapping
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.generation.case import Case
from schemathesis.schemas import APIOperation, BaseSchema
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
Strategy = Any


def find_faults(
    schema: BaseSchema, headers: Mapping[str, str], known: Mapping[str, Any], *, examples: int
) -> dict[str, str]:
    """Operation and what is wrong with its answer -> how to repeat it; {} = all as described.

    headers: who asks. known: values of path parameters that are there. examples: of each operation
    and way of asking, always the same ones.
    """
    faults: dict[str, str] = {}
    for result in schema.get_all_operations():
        for strategy in _ways(result.ok(), known):
            _ask(strategy, dict(headers), examples, faults)
    return faults


def _ways(operation: APIOperation, known: Mapping[str, Any]) -> Iterator[Strategy]:
    """As described and not, of things that are there and of things that are not."""
    names = [parameter.name for parameter in operation.path_parameters]
    there = {name: known[name] for name in names if name in known}
    modes = [GenerationMode.POSITIVE]
    if list(operation.query) or list(operation.headers) or list(operation.body):
        modes.append(GenerationMode.NEGATIVE)
    for mode in modes:
        if there:
            yield operation.as_strategy(mode, path_parameters=there)
        if len(there) < len(names) or mode is GenerationMode.POSITIVE:
            yield operation.as_strategy(mode)


def _ask(
    strategy: Strategy, headers: dict[str, str], examples: int, faults: dict[str, str]
) -> None:
    @given(case=strategy)
    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def ask(case: Case) -> None:
        try:
            case.call_and_validate(headers=headers, checks=CHECKS)
        except FailureGroup as group:
            for failure in group.exceptions:
                told = f"{case.operation.label}: {failure.title}: {failure.message[:200]}"
                faults.setdefault(told, str(group)[-2000:])

    ask()
