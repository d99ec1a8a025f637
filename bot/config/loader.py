"""Reading the configuration file: every problem at once, each with its line, in sentences to act on."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from bot.config.checks import Checker, without_use
from bot.config.configuration import Config
from bot.config.models import Settings
from bot.config.problems import KeyPath, Problem, Severity, dotted, suggestion
from bot.config.secrets import Filled, FromOutside, Unset, fill_in, variable_unset
from bot.config.yaml_documents import Document, begins_a_word, read_text, read_yaml
from bot.core.visible_text import shortened
from bot.errors import Unfit
from bot.sentences import Sentence, sentence

_MAPPING = sentence("config-no-mapping")
_FLAG = sentence("config-no-flag")
_WHOLE = sentence("config-no-whole-number")
_KINDS = {
    "dict_type": _MAPPING,
    "model_type": _MAPPING,
    "tuple_type": sentence("config-no-list"),
    "string_type": sentence("config-no-text"),
    "bool_parsing": _FLAG,
    "bool_type": _FLAG,
    "int_parsing": _WHOLE,
    "int_type": _WHOLE,
    "int_parsing_size": sentence("config-number-too-large"),
    "int_from_float": _WHOLE,
    "missing": sentence("config-missing"),
}
"""What pydantic finds, by its own names (https://docs.pydantic.dev/latest/errors/validation_errors/)."""
_QUOTED = re.compile(r"'([^']*)'")


def explain(error: ValidationError, model: type[BaseModel], document: Document, file: str) -> list[Problem]:
    """One problem for each finding, at its line, in the order of the file."""
    problems = [_problem(finding, model, document, file) for finding in error.errors(include_url=False)]
    return sorted(problems, key=lambda problem: problem.line)


def _problem(finding: Mapping[str, Any], model: type[BaseModel], document: Document, file: str) -> Problem:
    path: KeyPath = finding["loc"]
    return Problem(file, document.line(path), dotted(path), _sentence(finding, model, path))


def _sentence(finding: Mapping[str, Any], model: type[BaseModel], path: KeyPath) -> Sentence:
    value, kind = finding["input"], finding["type"]
    if isinstance(value, Unset):
        return variable_unset(value.variable)
    if kind == "extra_forbidden":
        known = _model_at(model, path[:-1]).model_fields
        return sentence("config-unknown-key").mended_by(suggestion(str(path[-1]), known))
    if kind == "value_error" and isinstance(error := finding["ctx"]["error"], Unfit):
        return error.sentence
    if kind in ("enum", "literal_error"):
        return _one_of(value, _QUOTED.findall(finding["ctx"]["expected"]))
    if kind == "greater_than_equal":
        return sentence("config-too-small", least=str(finding["ctx"]["ge"]))
    if kind == "less_than_equal":
        return sentence("config-too-large", most=str(finding["ctx"]["le"]))
    return _KINDS.get(kind) or sentence("config-unfit", reason=str(finding["msg"]))


def _one_of(value: object, words: list[str]) -> Sentence:
    *rest, last = words
    wrong = (
        sentence("config-unknown-word", value=shortened(value))
        if isinstance(value, str)
        else sentence("config-no-word")
    )
    return wrong.mended_by(sentence("config-write-one-of", rest=tuple(rest), last=last))


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


_EXAMPLES = ("config.example.yaml", "config.example.ko.yaml")


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
        return Loaded(None, [Problem(file, 1, "", sentence("config-no-keys"))])
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
    what = sentence("config-lost-text")
    return [
        Problem(file, document.line(path), dotted(path), what, Severity.WARNING)
        for path, comment in document.comments.items()
        if begins_a_word(comment)
    ]


def _missing(path: Path) -> Problem:
    """That there is no configuration, and how to begin one where the examples stand beside it: each reader's own."""
    folder = str(path)[: -len(path.name)]
    begin = (
        sentence("config-begin-with-example", folder=folder, path=str(path))
        if all(path.with_name(example).is_file() for example in _EXAMPLES)
        else sentence("config-name-file")
    )
    return Problem(str(path), 1, "", sentence("file-missing").mended_by(begin))


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
        command = _ASKED_BY.get(path)
        what = (
            sentence("variable-unset-for-run", variable=variable)
            if command is None
            else sentence("variable-unset-for-command", variable=variable, command=command)
        )
        problems.append(Problem(file, document.line(path), dotted(path), what, Severity.WARNING))
    return problems
