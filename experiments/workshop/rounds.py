"""What may be done when: the phases of a round and the way from one to the next."""

from experiments.workshop.events import Refused
from experiments.workshop.room import Room

# explore: levers move; predict: frozen, everybody says what they expect; reveal: what comes of it
NEXT = {"lobby": "explore", "explore": "predict", "predict": "reveal", "reveal": "explore"}
BACK = {"predict": "explore", "debrief": "reveal"}  # what has been revealed cannot be predicted again
FACTOR = 5.0  # a prediction further from the start than this is of another unit


def next_step(room: Room) -> dict[str, object]:
    """Return the body of the event that leads on: the next phase, and the next round after a reveal."""
    last = room.round >= room.settings.rounds
    if room.phase == "reveal" and last:
        return {"phase": "debrief", "round": room.round}
    following = NEXT.get(room.phase)
    if following is None:
        raise Refused("研讨已结束", "the workshop is over")
    return {"phase": following, "round": room.round + (following == "explore")}


def step_back(room: Room) -> dict[str, object]:
    """Return the body of the event that unfreezes a round, or takes up a workshop again that was ended."""
    if room.phase not in BACK:
        raise Refused("现在不能退回", "there is no way back from here")
    return {"phase": BACK[room.phase], "round": room.round}


def may_move(room: Room) -> None:
    """Check that levers may be moved now.

    Raises:
        Refused: they may not.
    """
    if room.is_locked:
        raise Refused("主持人已锁定", "the facilitator has locked the levers")
    if room.phase not in ("lobby", "explore"):
        raise Refused("本轮已冻结", "this round is frozen")


def may_propose(room: Room) -> None:
    """Check that proposals are taken now."""
    may_move(room)
    if room.phase != "explore":
        raise Refused("本轮尚未开始", "the round has not begun")


def may_predict(room: Room) -> None:
    """Check that predictions are taken now."""
    if room.phase != "predict":
        raise Refused("现在不收预测", "predictions are taken when the round is frozen")


def may_be_meant(emissions: float, start: float) -> None:
    """Check that a prediction is of the right unit: who thinks in 10^4 t writes a hundred times as much.

    Args:
        emissions: what is predicted, Mt.
        start: what comes out under the starting package, Mt.

    Raises:
        Refused: it is out of all proportion.
    """
    if start / FACTOR <= emissions <= start * FACTOR or start <= 0:
        return
    told = f"{start:.3g}"
    raise Refused(
        f"单位是Mt（百万吨，1 Mt = 100万吨）：起点是 {told} Mt，即 {100 * start:,.0f} 万吨。请核对。",
        f"The unit is Mt (million tonnes): the start is {told} Mt. Please check.",
    )
