"""``tanfeng app`` and ``tanfeng workshop`` as they start and end: a mistake is one clear line, Ctrl-C no traceback."""

import os
import re
import signal
import socket
import subprocess
import sys
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest

from experiments.cli import main
from experiments.commands import app
from experiments.web import server
from experiments.web.ask import Place
from experiments.web.scenario import Scenario
from experiments.web.workers import JobFailed, Pool

ROOT = Path(__file__).parent.parent
TOO_SMALL = Place("tiny", 1e-4, n_days=6)


def refused(capsys, *words):
    assert main([*words, "--region", "tiny", "--no-browser", "--lang", "en"]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.count("\n") == 1
    return told.err


@pytest.mark.parametrize("command", ["app", "workshop"])
@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--host", "192.0.2.7"), "--host: 192.0.2.7 is no address of this computer"),
        (("--host", "no.such.name.invalid"), "is no address of this computer"),
        (("--port", "99999"), "--port: got 99999, allowed 0 to 65535"),
        (("--days", "-3"), "--days: got -3, allowed 3 to 60, or 0"),
        (("--scale", "0"), "--scale: got 0, allowed above 0 to 1"),
    ],
)
def test_a_wrong_start_is_one_clear_line(capsys, command, words, message):
    assert message in refused(capsys, command, *words)


def test_a_port_in_use_is_said_with_the_way_out(capsys):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        told = refused(capsys, "app", "--port", str(port))
        assert f"port {port} is in use" in told
        assert "--port" in told
        assert main(["app", "--port", str(port), "--region", "tiny", "--no-browser", "--lang", "zh"]) == 2
        assert "已被占用" in capsys.readouterr().err


def test_a_missing_extra_is_said_with_the_command_that_installs_it(capsys, monkeypatch):
    def missing(name):
        raise PackageNotFoundError(name)

    monkeypatch.setattr(server, "files", missing)
    assert "pip install -c constraints.txt 'tanfeng[app]'" in refused(capsys, "app")


def test_a_place_that_cannot_be_built_is_said_by_the_workers():
    pool = Pool(TOO_SMALL, n_workers=1).start()
    try:
        with pytest.raises(Exception, match="too small for"):
            pool.wait_until_ready()
        with pytest.raises(JobFailed, match="too small for"):
            pool.ask(object(), "me").result(1)
    finally:
        pool.close()


def test_what_a_page_shows_first_is_computed_while_the_browser_still_loads(monkeypatch):
    did: list = []

    class Watched(Pool):
        def start(self):
            return self

        def ask(self, job, session, **_):
            did.append(job)

        def wait_until_ready(self, timeout=0.0):
            did.append("ready")

    monkeypatch.setattr(app, "Pool", Watched)
    monkeypatch.setattr(app, "asset_folder", lambda: None)
    monkeypatch.setattr(app, "listen", lambda *_: None)
    monkeypatch.setattr(app, "application", lambda *_, **__: None)
    monkeypatch.setattr(app, "serve", lambda *_, **__: did.append("served"))
    monkeypatch.setattr(app, "share", lambda _: None)
    assert main(["app", "--region", "tiny", "--port", "0", "--no-browser", "--lang", "en"]) == 0
    assert did == [Scenario().ask(), "ready", "served"]  # the very future that an empty address asks for


@pytest.mark.slow  # needs the application's libraries
def test_ctrl_c_before_the_event_loop_runs_ends_the_server_as_one_after_it_does(monkeypatch):
    import uvicorn

    run, ended = uvicorn.Server.run, []

    async def app(scope, receive, send):
        assert scope["type"] == "lifespan"
        for answer in ("startup", "shutdown"):
            await receive()
            await send({"type": f"lifespan.{answer}.complete"})
        ended.append(True)

    def interrupted_before(self, sockets):
        signal.raise_signal(signal.SIGINT)
        run(self, sockets)

    monkeypatch.setattr(uvicorn.Server, "run", interrupted_before)
    with pytest.raises(KeyboardInterrupt):
        server.run_until_interrupted(app, server.listen("127.0.0.1", 0), message_bytes=1 << 16)
    assert ended == [True]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


@pytest.mark.slow  # needs the application's libraries
@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C is sent to a process group")
def test_ctrl_c_ends_the_server_without_a_traceback():
    command = [sys.executable, "-m", "experiments.cli", "app", "--region", "tiny", "--scale", "0.02", "--days", "6"]
    command += ["--no-browser", "--port", "0", "--lang", "en"]
    pipe = subprocess.PIPE
    process = subprocess.Popen(
        command, cwd=ROOT, stdout=pipe, stderr=subprocess.STDOUT, text=True, start_new_session=True
    )
    assert any(re.search(r"http://\S+", line) for line in process.stdout)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to the workers too
    told, _ = process.communicate(timeout=120)
    assert process.returncode == 130
    assert told.strip() == "interrupted: the server has ended; saved scenarios stay in the browser"
