"""The program that turns SVG into PNG, run as a process of its own: `python rasterizer.py FONT…`.

It reads drawings from its standard input and writes pictures to its standard output, each after its length
(4 bytes, the highest first); a picture of no length says that a drawing could not be drawn. It ends with its
input, and leaves it to whoever started it to be interrupted. It imports nothing of the bot, so that it starts fast
and stays small.
"""

from __future__ import annotations

import signal
import sys

LENGTH_BYTES = 4


def main(fonts: list[str]) -> None:
    """Draw until the input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    drawings, pictures = sys.stdin.buffer, sys.stdout.buffer
    while head := drawings.read(LENGTH_BYTES):
        picture = _paint(drawings.read(int.from_bytes(head, "big")).decode(), fonts)
        pictures.write(len(picture).to_bytes(LENGTH_BYTES, "big") + picture)
        pictures.flush()


def _paint(svg: str, fonts: list[str]) -> bytes:
    # The bot reads LENGTH_BYTES from here, and paints nothing itself.
    import resvg_py

    try:
        return bytes(resvg_py.svg_to_bytes(svg_string=svg, skip_system_fonts=True, font_files=fonts))
    except ValueError as error:
        print(error, file=sys.stderr)
        return b""


if __name__ == "__main__":
    main(sys.argv[1:])
