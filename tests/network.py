"""The network as tests see it: this machine, and nothing else."""

from __future__ import annotations

import ipaddress
import socket
from typing import Any

attempts: list[str] = []
_opened = {name: getattr(socket.socket, name) for name in ("connect", "connect_ex", "sendto")}
_resolve = socket.getaddrinfo


class NetworkShut(OSError):
    """A test tried to reach another machine. An OSError, so that code under test closes what it opened."""


def is_here(host: object) -> bool:
    """True for this machine's own names and addresses."""
    if host in (None, "", "localhost", b"localhost"):
        return True
    text = host.decode() if isinstance(host, bytes) else str(host)
    try:
        return ipaddress.ip_address(text.split("%")[0]).is_loopback
    except ValueError:
        return False


def refuse(host: object) -> None:
    """Note the attempt and stop it."""
    attempts.append(str(host))
    raise NetworkShut(
        f"The network is shut in tests. Found: an attempt to reach {host}. Give the code a value instead."
    )


def _guarded(name: str) -> Any:
    def guarded(self: socket.socket, *arguments: Any) -> Any:
        address = arguments[-1]
        if self.family in (socket.AF_INET, socket.AF_INET6) and not is_here(address[0]):
            refuse(address[0])
        return _opened[name](self, *arguments)

    return guarded


def _resolve_here(host: Any, *arguments: Any, **options: Any) -> Any:
    if not is_here(host):
        try:
            ipaddress.ip_address(host)
        except ValueError:
            refuse(host)
    return _resolve(host, *arguments, **options)


def shut() -> None:
    """From now on only this machine answers."""
    for name in _opened:
        setattr(socket.socket, name, _guarded(name))
    socket.getaddrinfo = _resolve_here


def reopen() -> None:
    """Undo `shut`."""
    for name, method in _opened.items():
        setattr(socket.socket, name, method)
    socket.getaddrinfo = _resolve
