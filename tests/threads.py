"""Acts of several people at one moment, each in a thread with a connection of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from django.db import connections


def together(*acts: Callable[[], Any], refusal: type[Exception] | tuple[()] = ()) -> list[Any]:
    """What each act returned, or the refusal it met. Any other error, or one that waits for ever, fails the test."""
    gate = threading.Barrier(len(acts))
    answers: list[Any] = [None] * len(acts)
    wrong: list[Exception] = []

    def run(n: int, act: Callable[[], Any]) -> None:
        try:
            gate.wait(30)
            answers[n] = act()
        except refusal as refused:
            answers[n] = refused
        except Exception as error:
            wrong.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert not any(thread.is_alive() for thread in threads), "somebody waits for ever"
    assert not wrong, wrong
    return answers
