"""The exploring page's own server: what it refuses, and that it needs no network."""

import json
import shutil
import subprocess
import sys
import urllib.error
import urllib.request

import pytest

from tests.web_browser import LOADED, ROOT, TABS, Visit, serving

pytestmark = pytest.mark.slow


def test_a_foreign_page_is_refused_by_the_real_server(address):
    from websockets.exceptions import InvalidStatus  # comes with the application
    from websockets.sync.client import connect

    host = address.removeprefix("http://").rstrip("/")
    request = urllib.request.Request(address, headers={"Host": "evil.example"})
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request, timeout=60)
    assert refused.value.code == 403
    refused.value.close()
    with pytest.raises(InvalidStatus):
        connect(f"ws://{host}/jupyter/api/kernels/x/channels", origin="http://evil.example", open_timeout=60)
    with urllib.request.urlopen(address, timeout=60) as page:
        assert page.headers["X-Frame-Options"] == "DENY"
        assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]


def test_what_is_not_installed_is_not_downloaded(address):
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(f"{address}_solara/cdn/left-pad@1.0.0/index.js", timeout=60)
    assert refused.value.code == 404
    refused.value.close()


def test_every_board_works_with_no_network_at_all():
    unshare = shutil.which("unshare")
    alone = [unshare or "", "--map-root-user", "--net"]
    if not unshare or subprocess.run([*alone, "true"], capture_output=True, check=False).returncode:
        pytest.skip("this computer lets nobody make a network namespace")
    told = subprocess.run(
        [*alone, sys.executable, "-m", "tests.web_offline"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert told.returncode == 0, told.stderr[-2000:]
    seen = json.loads(told.stdout.splitlines()[-1])
    assert seen["cut_off"]
    assert set(seen["drawn"]) == {"emissions", *TABS}
    assert min(seen["drawn"].values()) >= 1
    assert seen["wrong"] == []
    assert seen["outside"] == []


@pytest.mark.parametrize(("lang", "words"), [("zh-CN", "与服务器断开"), ("en-GB", "it was stopped or restarts")])
def test_a_page_that_has_lost_its_server_says_so_in_its_language(browser, lang, words):
    with serving("app", "--region", "tiny", "--scale", "0.02", "--days", "6") as address:
        one = Visit(browser, address, lang=lang)
        one.chart("sectors")
    one.page.locator(".tf-lost", has_text=words).wait_for(timeout=LOADED)
    one.close()
