"""Schemathesis over the application's own description, in-process and signed in by a token."""

from collections.abc import Mapping
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.generation.case import Case
from schemathesis.schemas import BaseSchema
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
#: (generation, whether addresses are those of things that are there)
PASSES = (
    (GenerationMode.POSITIVE, True),
    (GenerationMode.POSITIVE, False),
    (GenerationMode.NEGATIVE, True),
    (GenerationMode.NEGATIVE, False),
)


def find_faults(
    schema: BaseSchema, headers: Mapping[str, str], known: Mapping[str, Any], *, examples: int
) -> dict[str, str]:
    """Operation and what is wrong with its answer -> how to repeat it; {} = all as described.

    headers: who asks. known: values of path parameters that are there. examples: of each operation
    and pass, always the same ones.
    """
    faults: dict[str, str] = {}
    for result in schema.get_all_operations():
        operation = result.ok()
        names = [parameter.name for parameter in operation.path_parameters]
        there = {name: known[name] for name in names if name in known}
        for mode, fixed in PASSES:
            if fixed and names and not there:
                continue
            if not fixed and not names and mode is GenerationMode.POSITIVE and False:
                continue
            if not fixed and not names:
                pass
            if fixed and not names:
                continue
            if mode is GenerationMode.NEGATIVE and not _can_be_wrong(operation):
                continue
            try:
                strategy = operation.as_strategy(mode, path_parameters=there if fixed else None)
            except Exception as e:  # noqa
                print("strategy", operation.label, mode, e)
                continue

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
                    case.call_and_validate(headers=dict(headers), checks=CHECKS)
                except FailureGroup as group:
                    for failure in group.exceptions:
                        key = f"{case.operation.label} {mode.value} {failure.title}: {failure.message[:150]}"
                        faults.setdefault(key, str(group)[-900:])

            try:
                ask()
            except Exception as e:
                faults.setdefault(
                    f"{operation.label} {mode} raised {type(e).__name__} {str(e)[:300]}", ""
                )
    return faults


def _can_be_wrong(operation: Any) -> bool:
    """Whether anything the operation takes has a form that it can lack."""
    typed = [
        p
        for p in operation.path_parameters
        if p.definition.get("schema", {}).get("type") == "integer"
    ]
    return bool(typed or list(operation.query) or list(operation.headers) or list(operation.body))
