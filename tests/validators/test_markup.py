"""HTML, CSS and SVG by the Nu validator, and structured data by schema.org's vocabulary."""

from __future__ import annotations

import asyncio
import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from bot.locales import words_for
from bot.web import error_page
from tests.validators.conftest import Visited
from tests.validators.node_tools import needs, node_modules

pytestmark = pytest.mark.heavy
BOT = Path(__file__).parents[2] / "bot"
_MINUTES = 120


def faults(folder: Path) -> list[str]:
    """What the Nu validator has against the files in a folder, warnings included."""
    java, jar = needs("java"), node_modules() / "vnu-jar" / "build" / "dist" / "vnu.jar"
    command = [java, "-Xss4m", "-jar", str(jar), "--format", "json", "--stdout", "--exit-zero-always"]
    command += ["--also-check-css", "--also-check-svg", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=_MINUTES, check=True)
    told: list[dict[str, Any]] = json.loads(done.stdout)["messages"]
    return [
        f"{Path(one['url']).name}:{one.get('lastLine')}: {one.get('subType', one['type'])}: {one['message']} "
        f"({one.get('extract', '').strip()})"
        for one in told
    ]


async def test_markup_is_valid(visited: Visited, tmp_path: Path) -> None:
    folder = tmp_path / "seen"
    folder.mkdir()
    for name, path in visited.pages.items():
        (folder / f"{name}.html").write_text((await visited.site.get(path)).text, encoding="utf-8")
    for name in ("article-open", "debate-open", "debate-ended"):
        part = await visited.site.get(f"{visited.pages[name]}?part=live")
        whole = f"<!doctype html><html lang=ko><title>{name}</title><h1 id=debate-title>h</h1>{part.text}</html>"
        (folder / f"{name}-part.html").write_text(whole, encoding="utf-8")
    for debate in visited.debates:
        (folder / f"{debate}.svg").write_text((await visited.site.get(f"/debates/{debate}.svg")).text, encoding="utf-8")
    for status in (404, 410, 503):
        words = words_for("ko")
        page = error_page.page(status, error_page.sentence_for(status, words), words)
        (folder / f"error-{status}.html").write_text(page, encoding="utf-8")
    for path in [*BOT.rglob("*.css"), *BOT.rglob("icon.svg")]:
        (folder / f"{path.parts[-3]}-{path.name}").write_bytes(path.read_bytes())
    assert await asyncio.to_thread(faults, folder) == []


async def test_structured_data_is_of_schema_org(visited: Visited, tmp_path: Path) -> None:
    found = []
    for name in ("article-open", "article-ended", "article-alone", "debate-open", "debate-ended"):
        page = (await visited.site.get(visited.pages[name])).text
        found += re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert len(found) == 5
    node, modules = needs("node"), node_modules()
    kinds = {json.loads(one)["@type"] for one in found}
    assert kinds == {"Article", "QAPage"}
    checked = "".join(
        f"export const a{number}: WithContext<{json.loads(one)['@type']}> = {one};\n"
        for number, one in enumerate(found)
    )
    source = tmp_path / "data.ts"
    source.write_text(f"import type {{ Article, QAPage, WithContext }} from 'schema-dts';\n{checked}", encoding="utf-8")
    (tmp_path / "node_modules").symlink_to(modules)
    command = [node, str(modules / "typescript" / "bin" / "tsc"), "--noEmit", "--strict", "--skipLibCheck", "false"]
    command += ["--target", "es2022", "--moduleResolution", "bundler", "--module", "esnext", str(source)]
    done = await asyncio.to_thread(
        subprocess.run, command, cwd=tmp_path, capture_output=True, text=True, timeout=_MINUTES
    )
    assert done.stdout == ""
    assert done.returncode == 0
