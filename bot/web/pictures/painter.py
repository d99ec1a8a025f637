"""Painting in another process, since resvg holds the interpreter's lock for as long as it draws."""

from __future__ import annotations

import asyncio
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from contextlib import suppress
from pathlib import Path

from bot.errors import AgoraError
from bot.web.pictures.brush import LENGTH_BYTES
from bot.web.pictures.fonts import font_file

_BRUSH = Path(__file__).with_name("brush.py")
_LONGEST = 15.0
"""Seconds that a picture may take, with the start of the process on a busy machine."""


class Painter:
    """One process that draws one picture after the other; started when first needed, and again if it ends."""

    def __init__(self) -> None:
        self._process: Process | None = None
        self._turn = asyncio.Lock()

    async def paint(self, svg: str) -> bytes:
        """The PNG of a drawing. Raises AgoraError when it could not be made, also on a second try."""
        async with self._turn:
            for _ in range(2):
                try:
                    async with asyncio.timeout(_LONGEST):
                        picture = await self._ask(svg.encode())
                except (OSError, asyncio.IncompleteReadError, TimeoutError):
                    await self.close()
                    continue
                except BaseException:
                    # Its answer would be taken for the next one's.
                    await self.close()
                    raise
                if picture:
                    return picture
                break
        raise AgoraError("the picture could not be drawn", "the same numbers are on the results page")

    async def close(self) -> None:
        """End the process; it is started again when a picture is asked for."""
        process, self._process = self._process, None
        if process is not None:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()

    async def _ask(self, drawing: bytes) -> bytes:
        if self._process is None or self._process.returncode is not None:
            command = [sys.executable, "-I", str(_BRUSH), str(font_file())]
            self._process = await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL)
        hand, easel = self._process.stdin, self._process.stdout
        if hand is None or easel is None:
            raise OSError("the painting process has no pipes")
        hand.write(len(drawing).to_bytes(LENGTH_BYTES, "big") + drawing)
        await hand.drain()
        length = int.from_bytes(await easel.readexactly(LENGTH_BYTES), "big")
        return await easel.readexactly(length)
