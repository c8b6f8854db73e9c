"""Names and addresses of this computer, and what a request says of where it comes from."""

import socket
from contextlib import suppress
from ipaddress import ip_address
from urllib.parse import urlsplit

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


def own_names(host: str) -> frozenset[str]:
    """Return the names under which a server bound to ``host`` may be called, besides plain addresses."""
    if host in LOOPBACK:
        return LOOPBACK
    name = socket.gethostname().lower()
    short = name.partition(".")[0]
    return LOOPBACK | {host.lower(), name, short, f"{short}.local"}


def own_addresses() -> list[str]:
    """Return the addresses of this computer in its networks, the one it would send from first. Sends nothing."""
    found = []
    for family, somewhere in ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1")):
        with suppress(OSError), socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.connect((somewhere, 9))  # a datagram socket: chooses an address, sends nothing
            found.append(probe.getsockname()[0])
    with suppress(OSError):
        found += [str(info[4][0]) for info in socket.getaddrinfo(socket.gethostname(), None)]
    return [address for address in dict.fromkeys(found) if address not in LOOPBACK]


def name_in(host: str) -> str:
    """Return the name in a Host header, without its port and the brackets of an IPv6 address."""
    try:
        return (urlsplit(f"//{host}").hostname or "").lower()
    except ValueError:
        return ""


def is_address(name: str) -> bool:
    """Return whether a name is a plain address."""
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


def same_place(origin: str, host: str) -> bool:
    """Return whether a page of this Origin came from this Host."""
    try:
        parts = urlsplit(origin)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and parts.netloc.lower() == host.lower()
