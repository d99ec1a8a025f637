"""Pydantic's findings as sentences that a person can act on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from bot.config.documents import Document
from bot.config.environment import Unset
from bot.config.problems import KeyPath, Problem, dotted, quoted, suggestion

_KINDS = {
    "dict_type": ("must be a mapping", "write its keys indented below it"),
    "model_type": ("must be a mapping", "write its keys indented below it"),
    "tuple_type": ("must be a list", "write [one, two], or one a line after '- '"),
    "string_type": ("must be text", ""),
    "bool_parsing": ("must be true or false", ""),
    "bool_type": ("must be true or false", ""),
    "int_parsing": ("must be a whole number", ""),
    "int_type": ("must be a whole number", ""),
    "int_parsing_size": ("is far too large a number", ""),
    "int_from_float": ("must be a whole number", ""),
    "missing": ("is missing", "add it"),
}


def explain(error: ValidationError, model: type[BaseModel], document: Document, file: str) -> list[Problem]:
    """One problem for each finding, at its line, in the order of the file."""
    problems = [_problem(finding, model, document, file) for finding in error.errors(include_url=False)]
    return sorted(problems, key=lambda problem: problem.line)


def _problem(finding: Mapping[str, Any], model: type[BaseModel], document: Document, file: str) -> Problem:
    path: KeyPath = finding["loc"]
    what, hint = _sentence(finding, model, path)
    return Problem(file, document.line(path), dotted(path), what, hint)


def _sentence(finding: Mapping[str, Any], model: type[BaseModel], path: KeyPath) -> tuple[str, str]:
    value, kind = finding["input"], finding["type"]
    if isinstance(value, Unset):
        return f"the environment variable {value.variable} is not set", f"set {value.variable} or {value.variable}_FILE"
    if kind == "extra_forbidden":
        known = _model_at(model, path[:-1]).model_fields
        return "is not a known key", suggestion(str(path[-1]), known) or "remove it"
    if kind == "value_error":
        what, _, hint = str(finding["ctx"]["error"]).partition(" — ")
        return what, hint
    if kind in ("enum", "literal_error"):
        what = f"{quoted(value)} is not possible" if isinstance(value, str) else "must be a word"
        return what, f"write {finding['ctx']['expected']}".replace("'", "")
    if kind in ("greater_than_equal", "less_than_equal"):
        side, limit = ("least", "ge") if kind == "greater_than_equal" else ("most", "le")
        return f"must be at {side} {finding['ctx'][limit]}", ""
    if kind in _KINDS:
        return _KINDS[kind]
    return str(finding["msg"]).removeprefix("Input ").lower(), ""


def _model_at(model: type[BaseModel], path: KeyPath) -> type[BaseModel]:
    for part in path:
        field = model.model_fields.get(part) if isinstance(part, str) else None
        if field is not None:
            model = _model_in(field.annotation) or model
    return model


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for part in get_args(annotation) if (found := _model_in(part)) is not None), None)
