"""A page served by the real command, and a real Chromium to look at it."""

import os
import re
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parent.parent
CHROMIUM = os.environ.get("TANFENG_CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
DESKTOP, PHONE = {"width": 1366, "height": 900}, {"width": 390, "height": 844}
TABS = (
    "targets",
    "projects",
    "energy",
    "power",
    "choices",
    "places",
    "money",
    "firms",
    "lives",
    "compare",
    "trust",
    "share",
)
LOADED = 45_000  # milliseconds, on a busy machine


@contextmanager
def serving(*words):
    """Run ``tanfeng WORDS`` on a free port until the block ends; yield the address that it prints."""
    command = [sys.executable, "-m", "experiments.cli", *words, "--no-browser", "--port", "0", "--lang", "en"]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        for line in process.stdout:
            found = re.search(r"(http://\S+)", line)
            if found:
                break
        else:
            raise RuntimeError("the server ended before it was ready")
        yield found[1]
    finally:
        process.terminate()
        process.communicate(timeout=120)


@contextmanager
def chromium():
    """Yield a headless browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


class Visit:
    """One person's page, with everything that went wrong in it."""

    def __init__(self, browser, address, lang="en-GB", size=DESKTOP, query=""):
        self.context = browser.new_context(viewport=size, locale=lang, has_touch=size is PHONE, accept_downloads=True)
        self.page = self.context.new_page()
        self.wrong, self.outside = [], []
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on("console", lambda m: self.wrong.append(m.text) if m.type == "error" else None)
        self.page.on("request", lambda r: None if _is_local(r.url, address) else self.outside.append(r.url))
        self.page.goto(address + query, timeout=LOADED)

    def chart(self, name):
        """Return a chart, waiting for it."""
        found = self.page.locator(f'[data-chart="{name}"]')
        found.wait_for(timeout=LOADED)
        return found

    def tab(self, name):
        """Open a tab."""
        self.page.locator(f'[data-tab="{name}"]').click()

    def pane(self, name):
        """Turn to the levers or the results, as a narrow screen does."""
        self.page.locator(f'[data-pane="{name}"]').click()

    def press(self, action):
        """Press a button by what it does."""
        self.page.locator(f'[data-action="{action}"]').first.click()

    def settled(self):
        """Wait until nothing is being computed in the foreground, and nothing has begun a moment later."""
        for _ in range(2):  # what was asked for just now shows its wheel only when the server has answered
            self.page.wait_for_timeout(250)
            self.page.locator(".tf-spin").wait_for(state="detached", timeout=LOADED)

    def lever(self, name, value):
        """Type a lever's value, of a share in per cent, and wait for its future."""
        box = self.page.locator(f'[data-lever="{name}"] .tf-value')
        for _ in range(3):  # an answer that comes between choosing the old text and writing the new leaves both
            box.fill(str(value))
            if box.input_value() == str(value):
                break
        box.press("Enter")
        self.page.locator(f'[data-lever="{name}"].tf-changed').wait_for(timeout=LOADED)
        self.settled()

    def close(self):
        """Leave."""
        self.context.close()


def _is_local(url, address):
    return url.startswith((address, "data:", "blob:", address.replace("http", "ws", 1)))
