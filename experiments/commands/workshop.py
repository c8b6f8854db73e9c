"""``tanfeng workshop``: a room in which people explore the plan together from their phones."""

import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from abm.errors import UserError
from abm.region import load_region
from experiments.language import Speech
from experiments.web.guard import STRICT, Guard
from experiments.web.origins import own_addresses
from experiments.web.server import listen, place_of, run_until_interrupted
from experiments.web.workers import Pool
from experiments.workshop.events import Refused
from experiments.workshop.store import FILE, put_aside

UNTIL = 2041  # last year simulated: far enough beyond what is scored for a peak to be judged
PING_SECONDS = 10.0  # a phone that has gone to sleep is shown as gone after twice this at most
ANY = ("0.0.0.0", "::")


def main(args: Namespace, say: Speech) -> int:
    """Open the room; close it on Ctrl-C. What happened in it stays in ``--data``."""
    place = place_of(args)
    try:
        import segno

        from experiments.workshop.hall import Hall
        from experiments.workshop.routes import application
        from experiments.workshop.store import Store
    except ImportError:
        raise UserError("the workshop is not installed: pip install -c constraints.txt 'tanfeng[app]'") from None
    region = load_region(args.region)
    with (
        closing(listen(args.host, args.port)) as listening,
        _told(args.data),
        closing(_opened(Path(args.data), args.new, say, Store)) as store,
    ):
        print(say("正在启动……", "starting ..."), flush=True)
        pool = Pool(replace(place, until=min(UNTIL, region.horizon))).start()
        try:
            pool.wait_until_ready()
            hall = Hall(store, pool, region)
            port = listening.getsockname()[1]
            own, *others = (own_addresses() or ["localhost"]) if args.host in ANY else [args.host]
            address = _address(own, port)
            _tell(hall, address, say, segno)
            _tell_of_version(hall, say)
            _tell_others([_address(other, port) for other in others], say)
            app = _woken(Guard(application(hall, lambda: address), args.host, STRICT), hall)
            _open(args, port, hall.secret)
            run_until_interrupted(app, listening, message_bytes=1 << 16, ping_seconds=PING_SECONDS)
        except KeyboardInterrupt:
            raise KeyboardInterrupt(say(f"全部记录在 {args.data}", f"everything is kept in {args.data}")) from None
        finally:
            pool.close()
    return 0


@contextmanager
def _told(folder: str) -> Iterator[None]:
    """Say in a line what could not be kept, as on a full disk, to who starts the room."""
    try:
        yield
    except Refused as error:
        raise UserError(f"--data {folder}: {error.en}") from None


def _opened(folder: Path, anew: bool, say: Speech, store_of):  # type: ignore[no-untyped-def]
    """Return the store of the room in a folder, or of another one with its settings."""
    if not anew or not (folder / FILE).exists():
        store = store_of(folder)
        _tell_of_old(store.events(), say)
        return store
    before = store_of(folder)  # says what is wrong with the folder or its file
    settings = [event.body for event in before.events() if event.kind == "configured"]
    before.close()
    kept = put_aside(folder)
    print(say(f"上一个房间留在 {kept}", f"the room before is kept as {kept}"))
    store = store_of(folder)
    if settings:
        store.add("configured", "facilitator", settings[-1])
    return store


def _tell_of_old(events, say: Speech) -> None:  # type: ignore[no-untyped-def]
    """Say whose room it is that goes on: last week's is easily taken for a new one."""
    people = sum(event.kind == "joined" for event in events)
    if not people:
        return
    last = f"{datetime.fromtimestamp(events[-1].at):%Y-%m-%d %H:%M}"
    print(
        say(
            f"接着上次的房间（{people}人加入过，最后一次操作 {last}）；要另开一个，加 --new",
            f"the last room goes on ({people} people had joined, last action {last}); --new begins another",
        )
    )


def _tell_of_version(hall, say: Speech) -> None:  # type: ignore[no-untyped-def]
    """Say that what was made with other code or data is computed anew: numbers that people remember may change."""
    from experiments.workshop.futures import is_of_another_version

    if is_of_another_version(hall) and (hall.room.proposals or hall.room.joints):
        print(
            say(
                "房间里的数字出自另一版本的代码或数据，现在重算，可能与当时看到的不同",
                "the room's figures are of another version of code or data: they are computed anew and may differ",
            ),
            flush=True,
        )


def _woken(app, hall):  # type: ignore[no-untyped-def]
    """Return the app, which goes on with what is undone as soon as the event loop runs."""
    from experiments.workshop import futures

    async def started(scope, receive, send):  # type: ignore[no-untyped-def]
        if scope["type"] == "lifespan":
            futures.wake(hall)
        await app(scope, receive, send)

    return started


def _address(host: str, port: int) -> str:
    return f"http://{f'[{host}]' if ':' in host else host}:{port}/"


def _tell_others(addresses: list[str], say: Speech) -> None:
    """Name the computer's other addresses: which of its networks the phones are in, it cannot know."""
    if addresses:
        others = ", ".join(addresses)
        print(
            say(
                f"手机打不开时试：{others}（--host 加其中一个地址，二维码就用它）",
                f"if phones cannot open it, try: {others} (--host with one of these puts it into the QR code)",
            ),
            flush=True,
        )


def _tell(hall, address: str, say: Speech, segno) -> None:  # type: ignore[no-untyped-def]
    join = f"{address}j/{hall.room.code}"
    if sys.stdout.isatty():
        segno.make(join, error="l", micro=False).terminal(compact=True)
    print(say(f"加入：{join}", f"join: {join}"))
    print(say(f"加入码：{hall.room.code}", f"code: {hall.room.code}"))
    print(say(f"主持人：{address}facilitator#{hall.secret}", f"facilitator: {address}facilitator#{hall.secret}"))
    print(say(f"主持人口令：{hall.secret}（勿投影）", f"facilitator's secret: {hall.secret} (keep it off the screen)"))
    shown = f"{address}screen#{hall.screen_key}"
    print(say(f"大屏：{shown}", f"big screen: {shown}"))
    print(
        say("按 Ctrl-C 结束；再次启动即从原处继续", "Ctrl-C ends it; starting again goes on where it was"), flush=True
    )


def _open(args: Namespace, port: int, secret: str) -> None:
    if args.no_browser:
        return
    import threading
    import webbrowser

    host = "localhost" if args.host in (*ANY, "127.0.0.1") else args.host
    threading.Timer(0.8, webbrowser.open, (f"http://{host}:{port}/facilitator#{secret}",)).start()
