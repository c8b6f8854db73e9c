"""What the facilitator does: phases, settings, the roster, starts pushed to all."""

from collections.abc import Callable, Mapping
from typing import Any

from experiments.workshop import futures, roster, rounds
from experiments.workshop.events import FACILITATOR, Refused, checked
from experiments.workshop.hall import Hall
from policies.package import package_ids
from policies.registry import all_levers


class Steering:
    """Does what the facilitator asks for, in one room."""

    def __init__(self, hall: Hall) -> None:
        self.hall = hall

    def direct(self, kind: str, body: Any, once: str | None) -> None:
        """Do what the facilitator asks for.

        Raises:
            Refused: it cannot be done now, or is something else.
        """
        actions: dict[str, Callable[[], object]] = {
            "next": lambda: self._next(body, once),
            "back": lambda: self._step(rounds.step_back(self.hall.room), once),
            "new_code": self.hall.new_code,
            "keep_code": self.hall.keep_code,
            "configured": lambda: self._configure(body, once),
            "pushed": lambda: self._push(body, once),
        }
        if kind in actions:
            actions[kind]()
        elif kind in ("renamed", "moved_team", "kicked", "locked", "clock"):
            told = checked(kind, body)
            if "person" in told and told["person"] not in self.hall.room.people:
                raise Refused("没有此人", "nobody has this id")
            if "team" in told and self.hall.room.settings.team(told["team"]) is None:
                raise Refused("没有这个小组", "there is no such team")
            if kind == "renamed":
                told["name"] = roster.free_name(self.hall.room, told["name"], told["person"])
            self.hall.write(kind, FACILITATOR, told, once)
        else:
            raise Refused("没有这个操作", "no such action")

    def _next(self, body: Any, once: str | None) -> None:
        """Lead on; ``body`` may say from which phase and round, so that a second press does not lead on twice."""
        if body and body != {"phase": self.hall.room.phase, "round": self.hall.room.round}:
            raise Refused("这一步已经走过", "this step has been taken already")
        step = rounds.next_step(self.hall.room)
        if step["phase"] == "reveal" and self.hall.room.round not in self.hall.room.joints:
            raise Refused("共同方案仍在计算，请稍候", "the common choice is still being computed, wait a moment")
        if self._step(step, once):
            work = {"predict": futures.compute_joint, "debrief": futures.take_apart}.get(str(step["phase"]))
            if work:
                self.hall.later(work(self.hall))

    def _step(self, step: Mapping[str, Any], once: str | None) -> bool:
        return self.hall.write("phase", FACILITATOR, step, once)

    def _configure(self, body: Any, once: str | None) -> None:
        seen = body.pop("settings_at", None) if isinstance(body, dict) else None
        told, room = checked("configured", body), self.hall.room
        if seen is not None and seen != room.settings_at:
            raise Refused(
                "设置已在另一个页面改过；请重新打开“设置”再改",
                "the settings were changed on another page; open them again",
            )
        if room.round and any(told[key] != getattr(room.settings, key) for key in ("package", "storyline")):
            raise Refused(
                "第1轮已开始，起点政策包和情景不能再换（方案已按它们计算）；可推送共同起点",
                "a round has begun: package and storyline stay, for proposals were computed with them; push a start",
            )
        if told["package"] not in package_ids((self.hall.region.folder / "packages",)):
            raise Refused("没有这个政策包", "there is no such package")
        if told["storyline"] and told["storyline"] not in self.hall.region.storylines:
            raise Refused("没有这个情景", "there is no such storyline")
        if any(team["role"] not in (*roster.roles(), roster.EVERYBODY) for team in told["teams"]):
            raise Refused("没有这个角色", "there is no such role")
        kept = {team["id"] for team in told["teams"]}
        if any(person.team not in kept for person in self.hall.room.present):
            raise Refused("有人的小组不能去掉", "a team with people in it cannot be taken away")
        self.hall.write("configured", FACILITATOR, told, once)
        self.hall.forget_futures()
        self.hall.later(futures.compute_anchors(self.hall))

    def _push(self, body: Any, once: str | None) -> None:
        told = checked("pushed", body)
        known = all_levers()
        for name, value in told["levers"].items():
            if name not in known or not known[name].low <= value <= known[name].high:
                raise Refused("杠杆或数值无效", f"{name}: unknown, or out of bounds")
        self.hall.write("pushed", FACILITATOR, told, once)
