"""The chat as a browser shows it."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable

from playwright.async_api import ConsoleMessage, Locator, Page, expect

_VIOLATIONS = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (e) => {
  window.violations.push(e.violatedDirective + " " + e.blockedURI);
});
"""


class Chat:
    """One open page. It keeps the browser's complaints; only `expected` ones (a pattern) may be left in the end."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.complaints: list[str] = []
        self.expected = ""
        self._url = url
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _hear(self, said: ConsoleMessage) -> None:
        if said.type in ("error", "warning"):
            self.complaints.append(f"{said.text} ({said.location['url']})")

    async def open(self, channel: str = "square", *, person: str = "haru", lang: str = "ko") -> Chat:
        """Visit a channel as a person."""
        await self.page.add_init_script(_VIOLATIONS)
        await self.page.add_init_script(
            f"sessionStorage.getItem('agora.person') ?? sessionStorage.setItem('agora.person', '{person}')"
        )
        await self.page.goto(f"{self._url}/chat?lang={lang}#/{channel}")
        await expect(self.page.locator("#who")).not_to_be_empty()
        return self

    async def check(self) -> None:
        """No complaint of the browser, no violation of the content security policy."""
        violations = await self.page.evaluate("window.violations ?? []")
        assert violations == []
        left = [said for said in self.complaints if not (self.expected and re.search(self.expected, said))]
        assert left == [], left

    # What is on the page

    @property
    def card(self) -> Locator:
        """The debate's card in the channel."""
        return self.page.locator("#messages .message[data-kind=card]").last

    def option(self, label: str) -> Locator:
        """An option on the card's ballot."""
        return self.card.get_by_role("button", name=re.compile(label))

    def chip(self, emoji: str) -> Locator:
        """A reaction under the card."""
        return self.card.locator(f'.chip[data-emoji="{emoji}"]')

    @property
    def box(self) -> Locator:
        """Where messages are written."""
        return self.page.locator("#box")

    @property
    def texts(self) -> Locator:
        """What people wrote into the channel."""
        return self.page.locator("#messages .message[data-kind=text]")

    @property
    def replies(self) -> Locator:
        """What people wrote into the open thread."""
        return self.page.locator("#replies .message[data-kind=text]")

    @property
    def private(self) -> Locator:
        """Answers that only this person sees."""
        return self.page.locator(".private")

    @property
    def toast(self) -> Locator:
        """A short word from the page."""
        return self.page.locator(".toast")

    # What people do

    async def say(self, text: str) -> None:
        """Write into the channel."""
        await self.box.fill(text)
        await self.box.press("Enter")

    async def open_thread(self) -> None:
        """Open the card's thread."""
        await self.card.locator(".thread-chip").click()
        await expect(self.page.locator("#thread")).to_be_visible()

    async def expect_ballots(self, label: str, ballots: int) -> None:
        """The card says how many chose this option."""
        await expect(self.option(label).locator(".bar-count")).to_have_text(re.compile(rf"(^|\D){ballots}($|\D)"))

    async def expect_mine(self, label: str, mine: bool) -> None:
        """The card says whether this person chose this option."""
        await expect(self.option(label)).to_have_attribute("aria-pressed", str(mine).lower())


Visit = Callable[..., Awaitable[Chat]]
"""Opens the chat in a browser of its own: a channel, and by name `bot`, `person`, `lang` or what a context takes."""
