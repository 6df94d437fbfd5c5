"""In the background (后台): work that takes longer than a page may take, its state in the database."""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread

from django.db import connections, transaction


def in_background(work: Callable[[], None]) -> None:
    """Do this beside the request, once what the request wrote stands.

    Whoever asks later reads the state that the work keeps in the database, from whichever process; work that
    dies with its process is known by its last sign of life and begun again.
    """
    transaction.on_commit(lambda: Thread(target=_work, args=(work,), daemon=True).start())


def _work(work: Callable[[], None]) -> None:
    try:
        work()
    finally:
        connections.close_all()
