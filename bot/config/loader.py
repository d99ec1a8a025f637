"""Reading the configuration file: every problem at once, each with its line, in sentences to act on."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from bot.config.checks import Checker, without_use
from bot.config.configuration import Config
from bot.config.models import Settings
from bot.config.problems import KeyPath, Problem, Severity, dotted, quoted, suggestion
from bot.config.secrets import Filled, FromOutside, Unset, fill_in
from bot.config.yaml_documents import Document, begins_a_word, read_text, read_yaml

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


_EXAMPLE = "config.example.yaml"


@dataclass(frozen=True, slots=True)
class Loaded:
    """A configuration and what is wrong with its file; `config` is None where there is an error.

    `content` is the folder of articles and mascots, known also where something else is wrong; `outside` is what came
    from the environment.
    """

    config: Config | None
    problems: list[Problem]
    content: Path | None = None
    outside: FromOutside = field(default_factory=FromOutside)

    def secret_values(self) -> frozenset[str]:
        """All that must be kept out of what is written: secrets, and whatever came from the environment."""
        wrong = {problem.key for problem in self.problems if problem.is_error}
        known = self.config.secret_values() if self.config is not None else frozenset()
        return known | frozenset(self.outside.values(wrong))


def load_config(path: Path, env: Mapping[str, str] | None = None) -> Loaded:
    """Read and check a configuration file, with `env` (the process's own by default). Never raises."""
    file = str(path)
    text = read_text(path, file)
    if isinstance(text, Problem):
        return Loaded(None, [text if path.exists() else _missing(path)])
    document = read_yaml(text, file)
    if document.value is None and document.problems:
        return Loaded(None, document.problems)
    if document.value is None:
        document.value = {}
    if not isinstance(document.value, dict):
        return Loaded(None, [Problem(file, 1, "", "the file holds no keys", "write keys such as timezone: Asia/Seoul")])
    filled = fill_in(document, os.environ if env is None else env, file)
    assert isinstance(filled.value, dict)
    written = {
        key: value for key, value in filled.value.items() if value is not None or key not in Settings.model_fields
    }
    settings, numbers, found = _validate(written, document, file)
    problems = [*document.problems, *filled.problems, *found]
    problems += _lost_text(document, file)
    problems += Checker(settings, numbers, written, document, file).problems()
    wrong = {problem.key for problem in problems if problem.is_error}
    problems += [problem for problem in _unset(filled, settings, document, file) if problem.key not in wrong]
    problems = sorted(map(filled.outside.hidden, problems), key=lambda problem: problem.line)
    config = Config(path, settings, document)
    sound = not any(problem.is_error for problem in problems)
    content = None if "content" in wrong else config.content
    return Loaded(config if sound else None, problems, content, filled.outside)


def _lost_text(document: Document, file: str) -> list[Problem]:
    """Warnings where a value lost text to what looks like a comment. The text is not told: it may be a secret's."""
    what = "the text from # on is lost, as a comment"
    hint = "put the whole value in quotes, or a blank after the # of a remark"
    return [
        Problem(file, document.line(path), dotted(path), what, hint, Severity.WARNING)
        for path, comment in document.comments.items()
        if begins_a_word(comment)
    ]


def _missing(path: Path) -> Problem:
    """That there is no configuration, and how to begin one where an example stands beside it."""
    example = path.with_name(_EXAMPLE)
    begin = f"begin with the example: cp {example} {path}" if example.is_file() else "name it with -c, or write one"
    return Problem(str(path), 1, "", "the file does not exist", begin)


def _validate(written: dict[str, object], document: Document, file: str) -> tuple[Settings, list[int], list[Problem]]:
    """The sound part of the file, the places of its schedules, and what is wrong with the rest."""
    schedules = written.get("schedules")
    count = len(schedules) if isinstance(schedules, list) else 0
    try:
        return Settings.model_validate(written), list(range(count)), []
    except ValidationError as error:
        problems = explain(error, Settings, document, file)
        broken = {_unit(finding["loc"]) for finding in error.errors(include_url=False, include_input=False)}
    sound = {key: value for key, value in written.items() if (key,) not in broken}
    if isinstance(channels := sound.get("channels"), dict):
        sound["channels"] = {name: entry for name, entry in channels.items() if ("channels", name) not in broken}
    numbers: list[int] = []
    if isinstance(schedules := sound.get("schedules"), list):
        numbers = [i for i in range(count) if ("schedules", i) not in broken]
        sound["schedules"] = [schedules[i] for i in numbers]
    return Settings.model_validate(sound), numbers, problems


def _unit(path: KeyPath) -> KeyPath:
    """The smallest part of the file that can be left out: a section, a channel or a schedule."""
    return path[:2] if path[0] in ("channels", "schedules") else path[:1]


_ASKED_BY: dict[KeyPath, str] = {("pseudonym_key",): "agora export", ("summaries", "key"): "agora article summarise"}
"""Secrets that one command alone asks for: the bot runs without them."""


def _unset(filled: Filled, settings: Settings, document: Document, file: str) -> list[Problem]:
    unused = without_use(settings)
    problems = []
    for path, variable in filled.unset.items():
        if path in unused:
            continue
        what, until = f"the environment variable {variable} is not set", "the bot runs"
        if only := _ASKED_BY.get(path):
            what, until = f"{what}, which only '{only}' needs", f"you use '{only}'"
        hint = f"set {variable} or {variable}_FILE before {until}"
        problems.append(Problem(file, document.line(path), dotted(path), what, hint, Severity.WARNING))
    return problems
