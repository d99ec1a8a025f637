"""Secrets: values that must never be printed."""

from __future__ import annotations

from bot.errors import UsageError


class Secret:
    """A value that only `reveal` shows; `variable` names the environment variable that it comes from, if any.

    A secret whose variable is unset is false, and `reveal` raises UsageError.
    """

    __slots__ = ("_value", "variable")

    def __init__(self, value: str | None, variable: str | None = None) -> None:
        self._value = value
        self.variable = variable

    def reveal(self) -> str:
        """The value itself."""
        if self._value is None:
            raise UsageError(
                f"the environment variable {self.variable} is not set", f"set {self.variable} or {self.variable}_FILE"
            )
        return self._value

    def __bool__(self) -> bool:
        return self._value is not None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and self._value == other._value

    def __hash__(self) -> int:
        return hash(self._value)

    def __repr__(self) -> str:
        return "Secret(***)" if self else "Secret(unset)"

    __str__ = __repr__

    def __reduce__(self) -> str:
        raise TypeError("a secret is not copied or saved")
