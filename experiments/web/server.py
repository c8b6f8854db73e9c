"""Puts a page on the network: Solara's application behind our own routes and middleware, all assets local.

Nothing here reaches outside: the scripts and fonts come from the installed ``solara-assets``, a missing
one is an error and never a download, and Solara's telemetry is off.
"""

import errno
import logging
import os
import secrets
import signal
import socket
import sys
import threading
import warnings
import webbrowser
from argparse import Namespace
from collections.abc import Callable, Sequence
from importlib.metadata import PackageNotFoundError, files
from pathlib import Path
from typing import Any

from abm.errors import UserError
from experiments.language import Speech
from experiments.places import chosen_region
from experiments.web.ask import Place

STATIC = "experiments.web.static"  # a folder with custom.js and custom.css, which Solara adds to its page
SETTINGS = {
    "SOLARA_MODE": "production",
    "SOLARA_TELEMETRY_MIXPANEL_ENABLE": "False",
    "SOLARA_KERNEL_CULL_TIMEOUT": "10m",  # a laptop that was closed holds its session no longer
    "SOLARA_KERNEL_MAX_PER_SESSION": "12",
    "SOLARA_SESSION_HTTP_ONLY": "True",
    "SOLARA_THEME_LOADER": "plain",
    "SOLARA_THEME_SHOW_BANNER": "False",
    "SOLARA_THEME_TITLE": "碳峰 Tanfeng",
}
SWITCH_SECONDS = 0.0005  # a page is drawn by one thread and sent by another, which waits this long for each message
PING_SECONDS = 20.0
FEWEST_DAYS, MOST_DAYS = 3, 60  # representative days of a page
Wrap = Callable[[Any], Any]  # an ASGI app in, an ASGI app out


def application(page: str, routes: Sequence[Any] = (), wrap: Wrap | None = None) -> Any:
    """Return the ASGI app of a page.

    Args:
        page: module that has ``Page`` (or ``routes``), such as ``experiments.app.page``.
        routes: further Starlette routes, looked at first.
        wrap: middleware around everything.

    Raises:
        UserError: the browser application's libraries or assets are not installed.
    """
    configure(page)
    warnings.filterwarnings("ignore", message="Cookies with samesite=none")  # Solara's, once a visit; ours are lax
    sys.setswitchinterval(SWITCH_SECONDS)
    import solara.server.cdn_helper as cdn
    import solara.server.starlette as solara_server
    from starlette.applications import Starlette
    from starlette.responses import Response
    from starlette.routing import Mount, Route

    from experiments.web.downloads import download_route

    cdn.fetch_from_cdn = _refuse
    unseen = Route("/resourcez", lambda _: Response(status_code=404))  # what Solara tells of this computer
    app: Any = Starlette(
        routes=[*routes, download_route(), unseen, Mount("/", solara_server.app)], lifespan=solara_server.lifespan
    )
    return wrap(app) if wrap else app


def configure(page: str) -> None:
    """Set what Solara reads from the environment when it is imported."""
    os.environ.update(SETTINGS)
    os.environ["SOLARA_APP"] = page
    os.environ["SOLARA_SESSION_SECRET_KEY"] = secrets.token_hex(16)
    os.environ["SOLARA_ASSETS_PROXY_CACHE_DIR"] = str(asset_folder())
    os.environ["JUPYTER_PATH"] = str(_installed("ipyvue", "share/jupyter/"))
    os.environ["JUPYTER_CONFIG_PATH"] = str(_installed("ipyvue", "etc/jupyter/"))
    os.environ["SOLARA_ASSETS_EXTRA_LOCATIONS"] = STATIC


def asset_folder() -> Path:
    """Return the folder of the installed scripts and fonts.

    Raises:
        UserError: they are not installed.
    """
    return _installed("solara-assets", "share/solara/cdn/")


def _installed(distribution: str, folder: str) -> Path:
    """Return where an installed distribution has put a folder, whatever its prefix."""
    try:
        found = next(file for file in files(distribution) or () if folder in file.as_posix())
    except (PackageNotFoundError, StopIteration):
        raise UserError(
            "the browser application is not installed: pip install -c constraints.txt 'tanfeng[app]'"
        ) from None
    path = Path(str(found.locate())).resolve().as_posix()
    return Path(path[: path.index(folder) + len(folder)])


def serve(app: Any, listening: socket.socket, host: str, say: Speech, *, browser: bool = True) -> None:
    """Serve an app until it is interrupted; say where it is, and open a browser there."""
    shown = "localhost" if host in ("127.0.0.1", "0.0.0.0", "::") else host
    address = f"http://{shown}:{listening.getsockname()[1]}/"
    print(say(f"已就绪：{address}（按 Ctrl-C 结束）", f"ready: {address} (Ctrl-C ends it)"), flush=True)
    if browser:
        threading.Timer(0.5, webbrowser.open, (address,)).start()
    run_until_interrupted(app, listening, message_bytes=1 << 20)


def run_until_interrupted(
    app: Any, listening: socket.socket, message_bytes: int, ping_seconds: float = PING_SECONDS
) -> None:
    """Run an app until Ctrl-C, which may come before its event loop runs.

    Args:
        app: the ASGI app.
        listening: the socket that it is served on.
        message_bytes: its longest message.
        ping_seconds: how often a client is asked whether it is there, and how long it may take to say so.

    Raises:
        KeyboardInterrupt: it was interrupted, and has closed in good order.
    """
    import uvicorn

    config = uvicorn.Config(
        app,
        log_level="warning",
        ws_max_size=message_bytes,
        ws_ping_interval=ping_seconds,
        ws_ping_timeout=ping_seconds,
        timeout_graceful_shutdown=2,
    )
    logging.getLogger("uvicorn.error").addFilter(_without_traceback)
    server = uvicorn.Server(config)
    interrupted = False

    def end(*_: Any) -> None:
        nonlocal interrupted
        interrupted = server.should_exit = True

    before = signal.signal(signal.SIGINT, end)
    try:
        server.run(sockets=[listening])
    finally:
        signal.signal(signal.SIGINT, before)
    if interrupted:
        raise KeyboardInterrupt


def _without_traceback(record: logging.LogRecord) -> bool:
    """Shorten what a client's broken bytes lead to: they are its fault, and no place of ours is to be looked at."""
    if record.exc_info and isinstance(record.exc_info[1], UnicodeDecodeError):
        record.exc_info = record.exc_text = None
    return True


def listen(host: str, port: int) -> socket.socket:
    """Return the socket of an address, taken before anything slow begins.

    Raises:
        UserError: the port is taken, or the address is none of this computer's.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen(128)
    except (OSError, OverflowError) as error:
        listening.close()
        raise UserError(_unheard(host, port, error)) from None
    return listening


def _unheard(host: str, port: int, error: Exception) -> str:
    """Return why a server cannot listen there, and what to do."""
    number = getattr(error, "errno", None)
    if isinstance(error, OverflowError):
        return f"--port: got {port}, allowed 0 to 65535"
    if number == errno.EADDRINUSE:
        return f"port {port} is in use: end what runs there, or take another with --port (0: any that is free)"
    if number == errno.EACCES:
        return f"port {port} needs rights that you do not have: take one above 1023 with --port"
    return f"--host: {host} is no address of this computer; 127.0.0.1 is this computer alone, 0.0.0.0 all its networks"


def place_of(args: Namespace, until: int | None = None) -> Place:
    """Return what all runs of a server have in common.

    Raises:
        UserError: a value out of bounds, or no such region.
    """
    if not 0 < args.scale <= 1:  # NaN fails this too
        raise UserError(f"--scale: got {args.scale:g}, allowed above 0 to 1")
    if args.days != 0 and not FEWEST_DAYS <= args.days <= MOST_DAYS:
        raise UserError(f"--days: got {args.days}, allowed {FEWEST_DAYS} to {MOST_DAYS}, or 0 for the region's own")
    chosen_region(args.region)
    return Place(args.region, args.scale, args.days, until)


def _refuse(url: str) -> bytes:
    raise FileNotFoundError(f"{url} is not among the installed assets, and nothing is downloaded")
