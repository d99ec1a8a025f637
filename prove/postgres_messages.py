"""PostgreSQL's messages (its protocol, version 3), as far as a simulation has to read and write them."""

from __future__ import annotations

import re
import socket
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

READY, DESCRIBED, END = b"Z", b"T", b""
"""What a request is answered by in the end: ReadyForQuery, a description, the end of the connection."""
SYNC = b"S\x00\x00\x00\x04"
_CANCEL = 80_877_102
_WHOLE = {16, 20, 21, 23, 26, 28}
_FRACTIONS = {700, 701}
_BOOLEAN, _NUMERIC, _BYTES = 16, 1700, 17


@dataclass(frozen=True, slots=True)
class Asked:
    """What a client wrote at once: how it is answered, and the statements that it has the server carry out."""

    data: bytes
    answers: tuple[bytes, ...]
    statements: tuple[str, ...]

    @property
    def commits(self) -> bool:
        """Whether it is a COMMIT."""
        return any(statement.upper().startswith("COMMIT") for statement in self.statements)

    @property
    def listens(self) -> bool:
        """Whether it is a LISTEN."""
        return any(statement.upper().startswith("LISTEN") for statement in self.statements)


class Client:
    """Reads what one client says to the server."""

    def __init__(self) -> None:
        self._begun = False
        self._named: dict[bytes, str] = {}

    def read(self, data: bytes) -> Asked:
        """What was written; clients write whole messages."""
        if not self._begun:
            self._begun = True
            (code,) = struct.unpack("!i", data[4:8])
            return Asked(data, (END,) if code == _CANCEL else (READY,), ())
        answers: list[bytes] = []
        statements = []
        for kind, body in messages(data):
            match kind:
                case b"P":
                    name, query, _ = body.split(b"\x00", 2)
                    self._named[name] = query.decode()
                case b"B":
                    _, name, _ = body.split(b"\x00", 2)
                    statements.append(self._named.get(name, ""))
                case b"Q":
                    statements.append(body[:-1].decode())
                    answers.append(READY)
                case b"S":
                    answers.append(READY)
                case b"H":
                    answers.append(DESCRIBED)
                case b"X":
                    answers.append(END)
        return Asked(data, tuple(answers), tuple(statements))


def messages(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The whole messages in `data`, each its kind and its body."""
    at = 0
    while len(data) - at >= 5:
        (length,) = struct.unpack("!i", data[at + 1 : at + 5])
        if len(data) - at <= length:
            return
        yield data[at : at + 1], data[at + 5 : at + 1 + length]
        at += 1 + length


def query(text: str) -> bytes:
    """A simple query."""
    body = text.encode() + b"\x00"
    return b"Q" + struct.pack("!i", len(body) + 4) + body


def refusal(code: str) -> bytes:
    """A query that the server answers by an error with this SQLSTATE, as it does where a statement fails."""
    return query(f"DO $$ BEGIN RAISE EXCEPTION 'so it is in this story' USING ERRCODE = '{code}'; END $$")


def last_words(code: str, text: str) -> bytes:
    """What a server says that ends a session."""
    fields = (b"SFATAL", b"VFATAL", b"C" + code.encode(), b"M" + text.encode())
    body = b"".join(one + b"\x00" for one in fields) + b"\x00"
    return b"E" + struct.pack("!i", len(body) + 4) + body


@dataclass
class Session:
    """A connection of the simulation's own, which waits for its answers in real time."""

    folder: str
    database: str
    _line: socket.socket = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._line = dialled(self.folder)
        words = b"user\x00postgres\x00database\x00" + self.database.encode() + b"\x00\x00"
        self._line.sendall(struct.pack("!ii", len(words) + 8, 196_608) + words)
        self._answer()

    def ask(self, text: str, *values: object) -> list[tuple[Any, ...]]:
        """The rows of a query, with numbers and texts as SQLite has them. `values` are put for its `?`."""
        literals = iter(values)
        self._line.sendall(query(re.sub(r"\?", lambda _: _literal(next(literals)), text)))
        return self._answer()

    def close(self) -> None:
        """End it."""
        self._line.close()

    def _answer(self) -> list[tuple[Any, ...]]:
        data, rows, types, failure = b"", [], [], None
        while True:
            for kind, body in messages(data):
                if kind == b"T":
                    types = _types(body)
                elif kind == b"D":
                    rows.append(_row(body, types))
                elif kind == b"E":
                    failure = body.decode(errors="replace")
                data = data[len(body) + 5 :]
                if kind == b"Z":
                    if failure is not None:
                        raise RuntimeError(failure.replace("\x00", " "))
                    return rows
            more = self._line.recv(1 << 16)
            if not more:
                raise RuntimeError(f"the database server has ended the session: {failure}")
            data += more


def dialled(folder: str) -> socket.socket:
    """A connection to the server whose socket is in this folder."""
    line = socket.socket(socket.AF_UNIX)
    line.connect(f"{folder}/.s.PGSQL.5432")
    return line


def _literal(value: object) -> str:
    return str(value) if isinstance(value, int | float) else "'" + str(value).replace("'", "''") + "'"


def _types(body: bytes) -> list[int]:
    (count,) = struct.unpack("!h", body[:2])
    types, at = [], 2
    for _ in range(count):
        at = body.index(b"\x00", at) + 1
        types.append(struct.unpack("!i", body[at + 6 : at + 10])[0])
        at += 18
    return types


def _row(body: bytes, types: list[int]) -> tuple[Any, ...]:
    values: list[Any] = []
    at = 2
    for type_ in types:
        (length,) = struct.unpack("!i", body[at : at + 4])
        at += 4
        if length < 0:
            values.append(None)
            continue
        values.append(_value(body[at : at + length].decode(), type_))
        at += length
    return tuple(values)


def _value(text: str, type_: int) -> Any:
    if type_ == _BOOLEAN:
        return int(text == "t")
    if type_ in _WHOLE or (type_ == _NUMERIC and "." not in text):
        return int(text)
    if type_ in _FRACTIONS or type_ == _NUMERIC:
        return float(text)
    return bytes.fromhex(text[2:]) if type_ == _BYTES else text
