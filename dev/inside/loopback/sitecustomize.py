"""Refuses connections beyond this machine, and notes who tried (rule 14).

Python imports a module of this name by itself when it starts: dev/test puts the folder
on PYTHONPATH, so that it holds in every Python process of a test run.
"""

import ipaddress
import os
import socket
import traceback

_NOTES = os.environ.get("VLA_OUTSIDE_NOTES")


def _is_inside(host):
    if host in (None, "", b"", "localhost", socket.gethostname()):
        return True
    if isinstance(host, bytes):
        host = host.decode()
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def _refuse(host):
    where = "".join(traceback.format_stack(limit=12)[:-2])
    with open(_NOTES, "a", encoding="utf-8") as notes:
        notes.write(f"connection to {host} refused, asked for by\n{where}\n")
    raise ConnectionRefusedError(f"Tests do not leave this machine ({host}).")


def _guard(name):
    original = getattr(socket.socket, name)

    def guarded(self, *args):
        internet = self.family in (socket.AF_INET, socket.AF_INET6)
        if internet and not _is_inside(args[-1][0]):
            _refuse(args[-1][0])
        return original(self, *args)

    setattr(socket.socket, name, guarded)


def _guard_names():
    original = socket.getaddrinfo

    def guarded(host, *args, **kwargs):
        if not _is_inside(host):
            _refuse(host)
        return original(host, *args, **kwargs)

    socket.getaddrinfo = guarded


if _NOTES:
    for method in ("connect", "connect_ex", "sendto"):
        _guard(method)
    _guard_names()
