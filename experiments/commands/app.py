"""``tanfeng app``: the page in which moving a lever redraws the region's future."""

from argparse import Namespace

from experiments.app.stored import stored_for
from experiments.language import Speech
from experiments.web.guard import Guard
from experiments.web.scenario import Scenario
from experiments.web.server import application, asset_folder, listen, place_of, serve
from experiments.web.shared import share
from experiments.web.workers import Pool

OPENING = "opening"  # the session of what a page shows first


def main(args: Namespace, say: Speech) -> int:
    """Start the workers, then the server; end both on Ctrl-C."""
    place = place_of(args)
    asset_folder()
    listening = listen(args.host, args.port)
    print(say("正在启动……", "starting ..."), flush=True)
    pool = Pool(place).start()
    pool.ask(Scenario().ask(), OPENING)  # computed while the browser still loads what draws it
    share(pool)
    try:
        stored_for(place)  # read while the workers warm up
        app = application("experiments.app.page", wrap=lambda inner: Guard(inner, args.host))
        pool.wait_until_ready()
        serve(app, listening, args.host, say, browser=not args.no_browser)
    except KeyboardInterrupt:
        kept = say("服务已结束；保存的情景留在浏览器中", "the server has ended; saved scenarios stay in the browser")
        raise KeyboardInterrupt(kept) from None
    finally:
        pool.close()
    return 0
