"""The figures of the exploring page in a real Chromium, as JSON: ``make bench-app``.

The browser and the server share this machine, as they do on a presenter's laptop. Lever moved to first
exact line: from the input's change to the frame in which the charts stand with the new full horizon.
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from time import perf_counter, process_time

import numpy as np
from playwright.sync_api import Page, sync_playwright

from experiments.web.ask import Ask, Place
from experiments.web.desk import warm

CHROMIUM = os.environ.get("TANFENG_CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
LEVERS = ("publicity", "efficiency_standard", "clean_heating_programme", "wind_pv_quota", "ev_truck_subsidy")
WAIT = 60_000  # milliseconds
PAUSE = 2_500  # between moves, in which the band begins to fill in behind
MOVE = """([lever, share]) => new Promise((done) => {
  const slider = document.querySelector(`[data-lever="${lever}"] input[type=range]`);
  const value = Number(slider.min) + share * (Number(slider.max) - Number(slider.min));
  const started = performance.now();
  let busy = false;
  const look = () => {
    const spins = !!document.querySelector(".tf-spin");
    busy = busy || spins;
    if (busy && !spins) requestAnimationFrame(() => done(performance.now() - started));
    else requestAnimationFrame(look);
  };
  slider.value = value;
  slider.dispatchEvent(new Event("input")); slider.dispatchEvent(new Event("change"));
  look();
})"""


def measure(region: str, moves: int, words: list[str]) -> dict:
    """Return the figures of one server and one page."""
    command = [sys.executable, "-m", "experiments.cli", "app", "--region", region, "--no-browser", "--port", "0"]
    command += words
    started = perf_counter()
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        assert server.stdout is not None
        address = next(found[1] for line in server.stdout if (found := re.search(r"(http://\S+)", line)))
        ready = perf_counter() - started
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            page = browser.new_page(viewport={"width": 1366, "height": 900}, locale="en-GB")
            sizes: list[int] = []
            page.on("requestfinished", lambda request: sizes.append(request.sizes()["responseBodySize"]))
            first = _load(page, address)
            transferred = sum(sizes)
            page.wait_for_timeout(PAUSE)
            memory = _memory_mb(server.pid)
            times = _move(page, moves)
            browser.close()
        return {
            "server_ready_seconds": ready,
            "first_page_seconds": first,
            "transferred_mb": transferred / 1e6,
            "moves": len(times),
            "lever_seconds_p50": float(np.percentile(times, 50)),
            "lever_seconds_p95": float(np.percentile(times, 95)),
            "lever_seconds_max": max(times),
            "run_cpu_seconds": run_cpu_seconds(region),
            "server_memory_mb": memory,
            "load_average": os.getloadavg()[0],  # of the machine: others' work counts against these figures
        }
    finally:
        server.terminate()
        server.wait(30)


def run_cpu_seconds(region: str, repeats: int = 5) -> float:
    """Return the processor time of the run behind a move: what is left of it on a machine with nothing else to do."""
    desk = warm(Place(region))
    times = []
    for n in range(repeats):
        ask = Ask(settings=((LEVERS[0], None, 0.2 + 0.1 * n),))
        desk.prepare(ask)
        started = process_time()
        ask.work(desk)
        times.append(process_time() - started)
    return float(np.median(times))


def _load(page: Page, address: str) -> float:
    started = perf_counter()
    page.goto(address)
    page.locator('[data-chart="sectors"] svg').first.wait_for(timeout=WAIT)
    return perf_counter() - started


def _move(page: Page, moves: int) -> list[float]:
    """Move levers one after another to values that were not asked for before."""
    times = []
    for n in range(moves):
        share = 0.15 + 0.7 * ((n * 0.618) % 1.0)
        times.append(page.evaluate(MOVE, [LEVERS[n % len(LEVERS)], share]) / 1000.0)
        page.wait_for_timeout(PAUSE)
    return times


def _memory_mb(pid: int) -> float | None:
    """Return the resident memory of the server itself, without its workers."""
    status = Path(f"/proc/{pid}/status")
    if not status.exists():
        return None
    found = re.search(r"VmRSS:\s+(\d+) kB", status.read_text())
    return int(found[1]) / 1024 if found else None


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--region", default="luliang")
    parser.add_argument("--moves", type=int, default=20)
    parser.add_argument("words", nargs="*", help="further options of the app, after --")
    given = parser.parse_args()
    print(json.dumps({"app": measure(given.region, given.moves, given.words)}, indent=1))


if __name__ == "__main__":
    main()
