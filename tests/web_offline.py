"""Every board of the exploring page with no network but this computer's own: run inside a network namespace.

``unshare -rn python -m tests.web_offline`` prints what it saw as one line of JSON.
"""

import fcntl
import json
import socket
import struct

from tests.web_browser import LOADED, Visit, chromium, serving

SIOCSIFFLAGS, IFF_UP = 0x8914, 0x1


def loopback_up():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as handle:
        fcntl.ioctl(handle, SIOCSIFFLAGS, struct.pack("16sh", b"lo", IFF_UP))


def is_cut_off():
    try:
        socket.create_connection(("192.0.2.1", 80), timeout=2).close()
    except OSError as error:
        return "unreachable" in str(error).lower()
    return False


def look(lang):
    """Return what a visit to every board shows and asks for."""
    with serving("app", "--region", "tiny", "--scale", "0.02", "--days", "6") as address, chromium() as browser:
        one = Visit(browser, address, lang=lang)
        one.chart("sectors")
        tabs = one.page.locator("[data-tab]").evaluate_all("all => all.map((tab) => tab.dataset.tab)")
        drawn = {}
        for tab in tabs:
            one.tab(tab)
            card = ".tf-share" if tab == "share" else ".tf-chart"
            one.page.locator(card).first.wait_for(timeout=LOADED)
            drawn[tab] = one.page.locator(card).count()
        return {"cut_off": is_cut_off(), "drawn": drawn, "wrong": one.wrong, "outside": one.outside}


if __name__ == "__main__":
    loopback_up()
    print(json.dumps(look("zh-CN")))
