"""Names and addresses of this computer, and what a request says of where it comes from."""

import socket
import struct
from contextlib import suppress
from ipaddress import ip_address
from urllib.parse import urlsplit

SIOCGIFADDR = 0x8915  # Linux: the address of an interface
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


def own_names(host: str) -> frozenset[str]:
    """Return the names under which a server bound to ``host`` may be called, besides plain addresses."""
    if host in LOOPBACK:
        return LOOPBACK
    name = socket.gethostname().lower()
    short = name.partition(".")[0]
    return LOOPBACK | {host.lower(), name, short, f"{short}.local"}


def own_addresses() -> list[str]:
    """Return the addresses at which others reach this computer, the one it would send from first. Sends nothing.

    A laptop that opens a hotspot and has no internet has no such first one, and its own name often stands for
    127.0.1.1 only: then its interfaces are asked.
    """
    found = []
    for family, somewhere in ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1")):
        with suppress(OSError), socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.connect((somewhere, 9))  # a datagram socket: chooses an address, sends nothing
            found.append(probe.getsockname()[0])
    found += _of_interfaces()
    with suppress(OSError):
        found += [str(info[4][0]) for info in socket.getaddrinfo(socket.gethostname(), None)]
    return [address for address in dict.fromkeys(found) if is_address(address) and not _is_private_to_it(address)]


def _of_interfaces() -> list[str]:
    """Return the IPv4 address of each interface; nothing where the system does not tell them like this."""
    try:
        import fcntl
    except ImportError:  # Windows: the computer's name stands for all of them
        return []
    found = []
    with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as handle:
        for _, name in socket.if_nameindex():
            with suppress(OSError):
                told = fcntl.ioctl(handle.fileno(), SIOCGIFADDR, struct.pack("256s", name.encode()[:15]))
                found.append(socket.inet_ntoa(told[20:24]))
    return found


def _is_private_to_it(address: str) -> bool:
    """Return whether nobody else can call this address: loopback, or link-local IPv6, which needs a zone."""
    own = ip_address(address)
    return own.is_loopback or own.is_unspecified or (own.version == 6 and own.is_link_local)


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
