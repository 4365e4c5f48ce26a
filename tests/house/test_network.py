"""The network is shut for tests, and open to this machine."""

from __future__ import annotations

import socket

import pytest

from tests import network


@pytest.fixture(autouse=True)
def forget_attempts(network_unused: None):
    """These tests try the network on purpose."""
    yield
    network.attempts.clear()


@pytest.mark.parametrize("host", ["192.0.2.1", "example.org", "2001:db8::1"])
def test_another_machine_is_out_of_reach(host: str) -> None:
    with pytest.raises(network.NetworkShut, match="shut in tests"):
        socket.create_connection((host, 80), timeout=0.1)
    assert network.attempts == [host]


def test_this_machine_answers() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname()).close()
    assert network.attempts == []


def test_a_swallowed_attempt_is_still_known() -> None:
    with pytest.raises(network.NetworkShut):
        socket.getaddrinfo("example.org", 443)
    assert network.attempts == ["example.org"]
