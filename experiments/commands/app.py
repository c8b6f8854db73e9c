"""``tanfeng app``: the page in which moving a lever redraws the region's future."""

from argparse import Namespace

from abm.errors import UserError
from experiments.language import Speech
from experiments.places import chosen_region
from experiments.web.ask import Place
from experiments.web.guard import Guard
from experiments.web.server import application, asset_folder, listen, serve
from experiments.web.shared import share
from experiments.web.workers import Pool


def main(args: Namespace, say: Speech) -> int:
    """Start the workers, then the server; end both on Ctrl-C."""
    if not 0 < args.scale <= 1:  # NaN fails this too
        raise UserError(f"--scale: got {args.scale:g}, allowed above 0 to 1")
    chosen_region(args.region)
    asset_folder()
    listening = listen(args.host, args.port)
    print(say("正在启动……", "starting ..."), flush=True)
    pool = Pool(Place(args.region, args.scale, args.days)).start()
    share(pool)
    try:
        app = application("experiments.app.page", wrap=lambda inner: Guard(inner, args.host))
        serve(app, listening, args.host, say, browser=not args.no_browser)
    finally:
        pool.close()
    return 0
