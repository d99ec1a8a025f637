"""Two processes on one store, and one that is killed."""

from __future__ import annotations

import asyncio
import signal
import sys
from pathlib import Path

from chat_helpers import CHANNEL, Heard, card, running, soon

from bot.platforms.local.adapter import LocalPlatform

WRITER = """
import asyncio, sys
from pathlib import Path
from chat_helpers import build, CHANNEL

async def main(folder, name, number):
    platform = build(Path(folder))
    for n in range(number):
        person = await platform.members.join(f"{name} {n}")
        await platform.members.react(person.id, "m1", "👍", on=True)
        print(person.id, flush=True)
    await platform.close()

asyncio.run(main(sys.argv[1], sys.argv[2], int(sys.argv[3])))
"""


async def _writer(folder: Path, name: str, number: int) -> asyncio.subprocess.Process:
    """A process in which `number` people join and vote, each printed once it is durable."""
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        WRITER,
        str(folder),
        name,
        str(number),
        cwd=Path(__file__).parent,
        env={"PYTHONPATH": f"{Path(__file__).parents[3]}:{Path(__file__).parent}", "PYTHONUTF8": "1"},
        stdout=asyncio.subprocess.PIPE,
    )


async def test_a_running_bot_hears_all_that_other_processes_write(tmp_path: Path, platform: LocalPlatform) -> None:
    heard = Heard()
    post = await platform.send(CHANNEL, card(soon()), "post")
    async with running(platform, heard):
        writers = [await _writer(tmp_path, name, 15) for name in ("가", "나")]
        for n in range(15):
            person = await platform.members.join(f"다 {n}")
            await platform.members.react(person.id, post, "👍", on=True)
        outputs = [await writer.communicate() for writer in writers]
        await heard.until(lambda: len(heard.marks) >= 45)
    told = {line for output, _ in outputs for line in output.decode().split()}
    assert len(told) == 30
    voters = [event.voter.native for event in heard.marks]
    assert len(voters) == len(set(voters)) == 45
    assert told < set(voters)
    times = [event.at for event in heard.marks]
    assert len(set(times)) == 45
    assert len((await platform.scan(CHANNEL, post, ["👍"])).holders["👍"]) == 45


async def test_what_was_confirmed_before_a_kill_is_there(tmp_path: Path, platform: LocalPlatform) -> None:
    post = await platform.send(CHANNEL, card(soon()), "post")
    writer = await _writer(tmp_path, "가", 100_000)
    assert writer.stdout is not None
    confirmed = {(await writer.stdout.readline()).decode().strip() for _ in range(25)}
    writer.send_signal(signal.SIGKILL)
    rest, _ = await writer.communicate()
    confirmed |= set(rest.decode().split("\n")[:-1])
    held = {voter.native for voter in (await platform.scan(CHANNEL, post, ["👍"])).holders["👍"]}
    assert confirmed <= held
    assert len(held) <= len(confirmed) + 1
