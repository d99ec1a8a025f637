"""Takes the pictures in docs/images: the demo, as a browser shows it.

Needs Chromium (AGORA_CHROMIUM, or one on the path) and Playwright; takes about two minutes.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import re
import shutil
import socket
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from playwright.async_api import Browser, Page, async_playwright

LARGEST = 400_000
DESKTOP = {"viewport": {"width": 1360, "height": 850}, "device_scale_factor": 1.5}
PHONE = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "is_mobile": True, "has_touch": True}
LIVELY_SECONDS = 60


def chromium() -> str:
    """The browser's path; SystemExit without one."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    found = os.environ.get("AGORA_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    if found is None:
        sys.exit("There is no Chromium: install it, or set AGORA_CHROMIUM to its path.")
    return found


@asynccontextmanager
async def demo(locale: str) -> AsyncIterator[str]:
    """A demo in a temporary folder, ended afterwards; gives the chat's address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = f"--port {port} --voters 90 --closes-after 100s --locale {locale} --no-browser".split()
    with tempfile.TemporaryDirectory() as folder:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "demo", *options, cwd=folder, stdout=asyncio.subprocess.PIPE
        )
        assert process.stdout is not None
        try:
            while line := (await process.stdout.readline()).decode():
                if found := re.search(r"http://\S+/chat", line):
                    yield found[0]
                    break
            else:
                sys.exit("The demo did not start.")
        finally:
            if process.returncode is None:
                process.terminate()
            await process.communicate()


@asynccontextmanager
async def visit(browser: Browser, address: str, until: str = "#messages .card", **look: object) -> AsyncIterator[Page]:
    """A page of its own that nothing moves on, once it shows `until`."""
    context = await browser.new_context(reduced_motion="reduce", **look)  # type: ignore[arg-type]
    try:
        page = await context.new_page()
        await page.goto(address)
        await page.wait_for_selector(until)
        yield page
    finally:
        await context.close()


async def wait_until_lively(page: Page, ballots: int) -> None:
    """Return when so many ballots are in; TimeoutError if they don't come."""
    async with asyncio.timeout(LIVELY_SECONDS):
        while True:
            counts = await page.locator("#messages button.bar .bar-count").all_inner_texts()
            if sum(int(re.sub(r"\D", "", count)) for count in counts) >= ballots:
                return
            await asyncio.sleep(0.5)


async def vote(page: Page, option: int) -> None:
    """Choose an option and wait until the card shows it."""
    await page.locator("#messages button.bar").nth(option).click()
    await page.locator("#messages .bar.mine").nth(0).wait_for()


async def open_thread(page: Page) -> None:
    """Open the thread under the card and wait for the mascots."""
    await page.locator(".thread-chip").click()
    await page.locator("#replies .message.line").nth(3).wait_for()


async def shoot(page: Page, path: Path) -> None:
    """Take the picture."""
    await page.mouse.move(0, 0)
    await page.evaluate("document.activeElement?.blur()")
    await page.screenshot(path=path)
    print(path)


async def shoot_pages(browser: Browser, origin: str, folder: Path) -> None:
    """The public pages of the debate that has just ended."""
    light, dark = {"color_scheme": "light"}, {"color_scheme": "dark"}
    article = "/articles/secret-door-open-square"
    async with visit(browser, f"{origin}/?lang=ko", "main h1", **DESKTOP, **light) as page:
        result = await page.locator('a[href^="/debates/"]').first.get_attribute("href")
    for name, path, part, look in (
        ("page-front", "/?lang=ko", "main", DESKTOP | light),
        ("page-article", f"{article}?lang=ko", "main", DESKTOP | light),
        ("page-article-dark", f"{article}?lang=ko", ".squabble", PHONE | dark),
        ("page-result", f"{result}?lang=ko", "main", DESKTOP | light),
        ("page-result-shift", f"{result}?lang=ko", ".details", PHONE | light),
        ("page-result-en", f"{result}?lang=en", "main", DESKTOP | dark),
    ):
        async with visit(browser, origin + path, "main h1", **look) as page:
            await page.locator(part).first.evaluate("el => el.id === 'main' || el.scrollIntoView()")
            await shoot(page, folder / f"{name}.png")


async def main(folder: Path) -> None:
    """Two demos, one for each language."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        async with demo("ko") as chat, visit(browser, f"{chat}?lang=ko", color_scheme="light", **DESKTOP) as page:
            await wait_until_lively(page, 30)
            await vote(page, 1)
            await open_thread(page)
            await shoot(page, folder / "chat-desktop-light.png")
            async with visit(browser, f"{chat}?lang=ko", color_scheme="dark", **PHONE) as phone:
                await shoot(phone, folder / "chat-phone-dark.png")
                await open_thread(phone)
                await shoot(phone, folder / "chat-phone-thread.png")
            async with visit(browser, f"{chat}?lang=ko", color_scheme="dark", **DESKTOP) as dark:
                await open_thread(dark)
                await shoot(dark, folder / "chat-desktop-dark.png")
            await page.keyboard.press("Escape")
            await page.locator(".message[data-kind=result]").wait_for(timeout=180_000)
            await page.locator(".message[data-kind=result]").scroll_into_view_if_needed()
            await shoot(page, folder / "chat-result.png")
            await shoot_pages(browser, chat.removesuffix("/chat"), folder)
        async with demo("en") as chat, visit(browser, f"{chat}?lang=en", color_scheme="light", **DESKTOP) as page:
            await wait_until_lively(page, 25)
            await vote(page, 0)
            await open_thread(page)
            await shoot(page, folder / "chat-desktop-en.png")
        await browser.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--into", type=Path, default=Path(__file__).parents[1] / "docs" / "images")
    into: Path = parser.parse_args().into
    into.mkdir(parents=True, exist_ok=True)
    asyncio.run(main(into))
    for picture in into.glob("*.png"):
        if picture.stat().st_size > LARGEST:
            sys.exit(f"{picture} has {picture.stat().st_size} bytes; at most {LARGEST} are wanted.")
