"""Outdated lines of coal chemistry: named by a line of specific use, then mended or gone in three yearly batches."""

import numpy as np

from abm.accounts.ledger import Ledger
from abm.industry.decisions import technique
from abm.industry.investment import Investment
from abm.industry.numbers import MendNumbers, use_by_product
from abm.parameters import Parameters
from agents.choice import share_of
from agents.firm.book import NEVER
from agents.firm.mend import Technique
from agents.firm.phase_out import BATCHES, Choice, Lines, stay_share
from agents.firm.words import CHEMICALS
from agents.signals import Signals


class PhaseOut:
    """The chemical works that stand when a run begins; bases that are approved later meet what their admission asks.

    ``gone`` and ``dealt`` are (n_rows,) shares of the capacity that stood when the line in force was drawn: left by
    it, and left or mended; ``lowered`` is by how much that took the mean specific use down.
    """

    def __init__(self, investment: Investment, p: Parameters) -> None:
        self.investment, self.book = investment, investment.book
        b = self.book
        self.rows = np.flatnonzero((b.product == CHEMICALS) & (b.start_year < NEVER))
        self.mending = MendNumbers.of(p)
        self.base_level = float(use_by_product(p, "base_level")[CHEMICALS])
        self.spread = p.value("phase_out.line_spread", "ratio")
        self.mendable = p.value("phase_out.mendable_share", "share")
        self.patience = p.value("renewal.hurdle_factor", "ratio")
        self.line, self.named_year = np.inf, NEVER
        self.gone, self.dealt, self.lowered = np.zeros((3, len(self.rows)))
        self.capital_cny, self.grant_cny, self.exit_cny, self.left_t = np.zeros((4, len(b)))

    def decide(self, signals: Signals) -> None:
        """Name what stands above the line when it is drawn; deal with a batch in each of the years that follow.

        Lines above the national base level that nobody has named may be handed in for a compensation.
        """
        self.capital_cny, self.grant_cny, self.exit_cny, self.left_t = np.zeros((4, len(self.book)))
        line, year = signals.industry.most_chemical_use * self.base_level, signals.year
        if line < self.line:  # the works are looked at anew, as they stand
            self.line, self.named_year = line, year
            self.gone, self.dealt, self.lowered = np.zeros((3, len(self.rows)))
        elif line == self.line < np.inf:
            self._deal(signals, max(self.named_year + BATCHES - year + 1, 1))
        if signals.industry.chemical_exit_cny_per_t.any():
            self._hand_in(signals)

    def outdated_t(self) -> np.ndarray:
        """Return (n_firms,) t of capacity in lines above the national base level that are neither mended nor gone."""
        outdated = np.zeros(len(self.book))
        outdated[self.rows] = self.book.capacity_t[self.rows] * share_of(self._outdated_share(), 1.0 - self.gone)
        return outdated * ~self.book.is_closed

    def pay(self, ledger: Ledger) -> None:
        """Book what owners are paid for the lines that leave."""
        ledger.pay_by_firm("exit compensation", "city_budget", "firms", self.exit_cny, self.book.county)

    def _lines(self) -> Lines:
        """The lines as they would stand without what this rule has done."""
        return Lines(self.investment.coming_use()[self.rows] + self.lowered, self.spread)

    def _outdated_share(self) -> np.ndarray:
        """(n_rows,) of the capacity that stood, above the national base level."""
        dealt = self.dealt if self.line <= self.base_level else self.gone
        return np.maximum(self._lines().share_above(self.base_level) - dealt, 0.0)

    def _deal(self, signals: Signals, batches_left: int) -> None:
        lines = self._lines()
        due = np.maximum(lines.share_above(self.line) - self.dealt, 0.0) / batches_left
        if due.any():
            excess = lines.excess_above(self.line)
            capital = self._capital_cny_per_t(signals, excess)
            accepted = self.investment.terms(signals).green_hurdle_years
            stays = stay_share(self._choice(signals, excess, capital, accepted), self.investment.numbers.sharpness)
            mended = due * self.mendable * stays
            self._leave(signals, due - mended, self.line + excess)
            self._mend(signals, mended, excess, capital)
            self.dealt = self.dealt + due

    def _hand_in(self, signals: Signals) -> None:
        """Owners of outdated lines that may stay let them go where the compensation is worth more to them."""
        lines, nothing = self._lines(), np.zeros(len(self.rows))
        stays = stay_share(
            self._choice(signals, nothing, nothing, self.book.hurdle_years), self.investment.numbers.sharpness
        )
        wanted = np.where(self._exit_cny_per_t(signals) > 0.0, 1.0 - stays, 0.0) * lines.share_above(self.base_level)
        leaving = np.minimum(np.maximum(wanted - self.gone, 0.0) / BATCHES, self._outdated_share())
        self._leave(signals, leaving, self.base_level + lines.excess_above(self.base_level))
        if self.line <= self.base_level:
            self.dealt = self.dealt + leaving

    def _choice(self, signals: Signals, saved: np.ndarray, capital: np.ndarray, hurdle_years: np.ndarray) -> Choice:
        """What an owner weighs, at last year's use of capacity and this year's prices; (n_rows,) of use and CNY/t.

        ``hurdle_years`` (n_firms,) is what owners accept for a retrofit; for the plant as a whole they wait longer.
        """
        b, rows, rules = self.book, self.rows, signals.industry
        t = self._technique(signals)
        unit = t.energy_cny_per_unit[CHEMICALS] + t.carbon_t_per_unit[CHEMICALS] * rules.carbon_cny_per_t[CHEMICALS]
        use = share_of(b.output_t[rows], b.capacity_t[rows])
        return Choice(
            own_capital_cny=capital * (1.0 - rules.grant_share[b.county[rows]]),
            exit_cny=self._exit_cny_per_t(signals),
            earned_cny=(b.margin_cny_per_t[rows] + unit * saved) * use,
            hurdle_years=self.patience * hurdle_years[rows],
        )

    def _exit_cny_per_t(self, signals: Signals) -> np.ndarray:
        """(n_rows,) paid once per t of capacity that leaves."""
        return signals.industry.chemical_exit_cny_per_t[self.book.county[self.rows]]

    def _capital_cny_per_t(self, signals: Signals, excess: np.ndarray) -> np.ndarray:
        """(n_rows,) CNY per t of a line's capacity, dearer the nearer the line of the rule lies to the benchmark."""
        t, benchmark = self._technique(signals), float(signals.industry.benchmark_per_t[CHEMICALS])
        deep = share_of(excess, np.maximum(self.line + excess - benchmark, 0.0))
        unit = t.capital_cny[CHEMICALS] * self.investment.cost_index()
        return unit * excess * (1.0 + t.convexity * np.minimum(deep, 1.0))

    def _technique(self, signals: Signals) -> Technique:
        power = signals.electricity.large_user_mean_cny_per_kwh
        learned = signals.year - self.investment.first_year
        return technique(self.mending, signals.fuels.raw_coal_industry_cny_per_t, power, learned)

    def _leave(self, signals: Signals, leaving: np.ndarray, use: np.ndarray) -> None:
        """Take out (n_rows,) ``leaving`` shares of what stood, lines of mean ``use``: the mean of the others falls."""
        b, rows, stands = self.book, self.rows, 1.0 - self.gone
        left, kept = share_of(leaving, stands), share_of(stands - leaving, stands)
        purged = share_of(left * (use - self.investment.coming_use()[rows]), kept)
        self.left_t[rows] += b.capacity_t[rows] * left
        self.exit_cny[rows] += b.capacity_t[rows] * left * self._exit_cny_per_t(signals)
        b.capacity_t[rows] *= kept
        b.specific_use[rows] -= purged
        self.gone, self.lowered = self.gone + leaving, self.lowered + purged

    def _mend(self, signals: Signals, mended: np.ndarray, excess: np.ndarray, capital: np.ndarray) -> None:
        """Begin works on (n_rows,) ``mended`` shares of what stood, which take ``excess`` off their use."""
        b, rows = self.book, self.rows
        share = share_of(mended, 1.0 - self.gone)
        falls = np.zeros(len(b))
        falls[rows] = share * excess
        self.investment.mend(signals.year, falls)
        self.lowered = self.lowered + falls[rows]
        self.capital_cny[rows] = capital * share * b.capacity_t[rows]
        self.grant_cny[rows] = self.capital_cny[rows] * signals.industry.grant_share[b.county[rows]]
