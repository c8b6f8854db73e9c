"""What may be done when: the phases of a round and the way from one to the next."""

from experiments.language import Speech
from experiments.workshop.events import Refused
from experiments.workshop.room import Room
from experiments.workshop.tonnes import told, unit

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
    """Check that a prediction is of the right unit: who thinks in another writes a hundred times as much.

    Args:
        emissions: what is predicted, Mt.
        start: what comes out under the starting package, Mt.

    Raises:
        Refused: it is out of all proportion.
    """
    if start / FACTOR <= emissions <= start * FACTOR or start <= 0:
        return
    (zh, was_zh, is_zh), (en, was_en, is_en) = (
        (unit(say), told(start, say), told(emissions, say)) for say in (Speech("zh"), Speech("en"))
    )
    raise Refused(
        f"单位是{zh}：起点是 {was_zh} {zh}，收到的是 {is_zh} {zh}。请核对。",
        f"The unit is {en} (million tonnes): the start is {was_en} {en}, {is_en} {en} came in. Please check.",
    )
