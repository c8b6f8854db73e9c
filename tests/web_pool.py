"""A pool that does each job at once, in this process: what pages need for tests without processes."""

from concurrent.futures import Future

from experiments.web.ask import Place
from experiments.web.bench import told
from experiments.web.desk import Desk


class InlinePool:
    """Stands in for ``experiments.web.workers.Pool``; ``held`` keeps jobs back until :meth:`let_go`."""

    n_workers = 2
    seconds_behind = 2.0

    def __init__(self, place: Place) -> None:
        self.place = place
        self.desk = Desk(place)
        self.asked: list = []
        self.held: list | None = None
        self.kept: dict = {}

    def ask(self, job, session, *, behind=False, awaited=False):
        self.asked.append((session, job, behind))
        future: Future = Future()
        if self.held is None:
            self._do(job, future)
        else:
            self.held.append((session, job, future))
        return future

    def drop(self, session, *, behind_only=True):
        for owner, _, future in self.held or []:
            if owner == session and not behind_only:
                future.cancel()

    def hold(self):
        self.held = []

    def let_go(self):
        held, self.held = self.held or [], None
        for _, job, future in held:
            if not future.done():
                self._do(job, future)

    def _do(self, job, future):
        try:
            if job not in self.kept:
                self.kept[job] = job.work(self.desk)
            future.set_result(self.kept[job])
        except Exception as error:
            future.set_exception(told(error))
