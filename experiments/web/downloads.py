"""Files that a page offers: kept for a while under a name that cannot be guessed, fetched by an ordinary link."""

import secrets
import threading
from collections import OrderedDict
from typing import Any
from urllib.parse import quote

KEPT = 64
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "png": "image/png",
}
_lock = threading.Lock()
_offered: OrderedDict[str, tuple[str, bytes]] = OrderedDict()


def offer(name: str, content: bytes) -> str:
    """Keep a file and return its path on this server."""
    token = secrets.token_urlsafe(18)
    with _lock:
        _offered[token] = (name, content)
        while len(_offered) > KEPT:
            _offered.popitem(last=False)
    return f"/tanfeng/file/{token}"


def download_route() -> Any:
    """Return the route under which offered files are fetched."""
    from starlette.requests import Request
    from starlette.responses import PlainTextResponse, Response
    from starlette.routing import Route

    async def fetch(request: Request) -> Response:
        with _lock:
            found = _offered.get(request.path_params["token"])
        if found is None:
            return PlainTextResponse("gone: make the file again  已失效，请重新生成", status_code=404)
        name, content = found
        kind = name.rpartition(".")[2]
        shown = "inline" if kind == "html" else "attachment"
        headers = {
            "Content-Disposition": f"{shown}; filename*=UTF-8''{quote(name)}",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "no-store",
        }
        return Response(content, media_type=TYPES.get(kind, "application/octet-stream"), headers=headers)

    return Route("/tanfeng/file/{token}", fetch)
