"""How much a machine may ask of the server, and how long it may be silent."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Seconds and counts. Machines keep their line open all day and ask for the status when nothing happens."""

    #: longest line in bytes; an offline checkout with everything in it has 400
    line: int = 4096
    #: until a login must have come
    login: float = 60
    #: silence after which a line is closed
    idle: float = 1800
    #: until a line that was begun must have ended
    unfinished: float = 30
    #: messages a second of one machine; beyond it each waits its turn
    rate: float = 100
    #: messages that may wait on one line before nothing more is read from it
    waiting: int = 20
    #: broken messages in a row after which the line is closed
    broken: int = 10
    #: wrong logins after which the line is closed
    logins: int = 3
    #: lines at once, of all machines and of one address
    connections: int = 1000
    connections_of_address: int = 300
    #: wrong logins of one address in five minutes after which it waits
    failures_of_address: int = 20
    #: how long the same message with the same sequence number is answered by the same answer
    repeat: float = 60
