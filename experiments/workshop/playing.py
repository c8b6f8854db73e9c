"""What participants do in a room: come in, move levers, put proposals forward, predict."""

import time
from collections.abc import Mapping
from typing import Any

from experiments.language import Speech
from experiments.lever_values import range_text
from experiments.web.rates import Rates
from experiments.workshop import contradictions, futures, roster, rounds
from experiments.workshop.events import FACILITATOR, LONGEST_NAME, Refused, checked, fitted, text
from experiments.workshop.hall import Hall
from experiments.workshop.room import Person
from policies.registry import all_levers

MOVES = (2.0, 10.0)  # a second, at once: of one person
CONTESTS = (0.5, 8.0)  # a second, at once: of one person; each needs a past of its own
JOINS = (2.0, 60.0)  # of one address: a whole room may come through one router; a code has 900 million values


class Playing:
    """Does what participants ask for, in one room, each at a rate that leaves the workers to the others."""

    def __init__(self, hall: Hall) -> None:
        self.hall = hall
        self.moves, self.contests, self.joins = Rates(*MOVES), Rates(*CONTESTS), Rates(*JOINS)

    def join(self, body: Any, address: str) -> str:
        """Let somebody in; return their token."""
        told = fitted({"code": text(12), "name": text(LONGEST_NAME, empty=False), "team": text(60)}, body)
        if not self.joins.allows(address):
            raise Refused("尝试过多，请稍候", "too many tries, wait a moment")
        roster.may_join(self.hall.room, told["code"], time.time())
        if self.hall.room.settings.team(told["team"]) is None:
            raise Refused("没有这个小组", "there is no such team")
        token = roster.new_token()
        name = roster.free_name(self.hall.room, told["name"])
        self.hall.write("joined", FACILITATOR, {"name": name, "team": told["team"], "token": roster.hashed(token)})
        return token

    async def move(self, person: Person, body: Any, once: str | None) -> dict[str, Any]:
        """Take a person's levers and return what comes of them."""
        self._may_compute(person)
        rounds.may_move(self.hall.room)
        told = checked("moved", body)
        self._within(told, person)
        anew = told["contested"] and told["contested"] != person.contested
        if anew and not self.contests.allows(person.id):
            raise Refused("质疑过快，请稍候", "assumptions are contested too fast, wait a moment")
        if {"levers": dict(person.levers), "contested": dict(person.contested)} != told:
            self.hall.write("moved", person.id, told, once)
        return await self._future_of(person, told["levers"], told["contested"])

    async def outcome(self, person: Person) -> dict[str, Any]:
        """Return what comes of a person's levers as they are."""
        self._may_compute(person)
        return await self._future_of(person, person.levers, person.contested)

    async def _future_of(
        self, person: Person, levers: Mapping[str, float], contested: Mapping[str, float]
    ) -> dict[str, Any]:
        version = self.hall.room.n_events
        found = await self.hall.compute(self.hall.job(levers, contested), person.id)
        return found | {"version": version, "warnings": contradictions.among(self.hall.package_values(), levers)}

    async def beside(self, person: Person) -> dict[str, Any]:
        """Return what a person's contested assumptions change: the same levers, and the start, with and without.

        ``assumed``, the start with them, is told whole: a person's figures are set against it.
        """
        self._may_compute(person)
        session = f"{person.id} beside"
        self.hall.pool.drop(session)
        pairs = [(levers, contested) for levers in (person.levers, {}) for contested in (person.contested, {})]
        made = [await self.hall.compute(self.hall.job(*pair), session, behind=True) for pair in pairs]
        both, levers, _, plain = ({key: found[key] for key in ("emissions", "peak", "city")} for found in made)
        return {"both": both, "levers": levers, "assumed": made[2], "plain": plain}

    def propose(self, person: Person, body: Any, once: str | None) -> None:
        """Put a person's levers forward; they are scored beside."""
        self._may_compute(person)
        rounds.may_propose(self.hall.room)
        told = checked("proposed", body)
        self._within(told, person)
        if self.hall.write("proposed", person.id, told, once):
            self.hall.later(futures.score_proposal(self.hall, self.hall.room.n_events))

    def predict(self, person: Person, body: Any, once: str | None) -> None:
        """Take a person's prediction; the last one counts."""
        rounds.may_predict(self.hall.room)
        told = checked("predicted", body)
        if self.hall.base:
            rounds.may_be_meant(told["emissions"], self.hall.base["emissions"])
        self.hall.write("predicted", person.id, told, once)

    def _may_compute(self, person: Person) -> None:
        if not self.moves.allows(person.id):
            raise Refused("操作过快，请稍候", "too fast, wait a moment")

    def _within(self, told: Mapping[str, Any], person: Person) -> None:
        """Check that levers are of the role, of the common start or left as they are, and assumptions known."""
        team = self.hall.room.settings.team(person.team)
        own = {lever.id for lever in roster.levers_of(team.role if team else "", self.hall.room.settings.depth)}
        own |= set(self.hall.room.start)
        for name, value in told["levers"].items():
            lever = all_levers().get(name)
            if lever is None or (name not in own and person.levers.get(name) != value):
                raise Refused(
                    "此杠杆不属于您的角色", f"{lever.label.en if lever else name} is not a lever of your role"
                )
            if not lever.low <= value <= lever.high:
                zh, en = (range_text(lever, say) for say in (Speech("zh"), Speech("en")))
                raise Refused(f"{lever.label.zh}：范围 {zh}", f"{lever.label.en}: allowed {en}")
        self.hall.assumptions.resolved(told["contested"])
