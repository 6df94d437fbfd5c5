"""Errands run together: each is run once, nobody waits for company, a failure is everybody's own."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from quanheng.store.together import Together

HANDS = 12


def test_one_that_comes_alone_is_run_at_once_and_alone():
    runs = []
    together = Together(lambda given: runs.append(list(given)) or [n * n for n in given])
    assert [together.do(3), together.do(4)] == [9, 16]
    assert runs == [[3], [4]]


def test_those_that_come_meanwhile_are_run_in_one_go():
    runs, busy, free = [], threading.Event(), threading.Event()

    def run(given):
        runs.append(sorted(given))
        busy.set()
        free.wait()
        return [n * n for n in given]

    together = Together(run)
    with ThreadPoolExecutor(HANDS) as hands:
        first = hands.submit(together.do, 0)
        busy.wait()
        others = [hands.submit(together.do, n) for n in range(1, HANDS)]
        while len(together._waiting) < HANDS - 1:
            pass
        free.set()
        assert [first.result(), *(other.result() for other in others)] == [n * n for n in range(HANDS)]
    assert runs == [[0], list(range(1, HANDS))]


def test_many_at_once_are_each_run_once():
    runs = []
    together = Together(lambda given: runs.extend(given) or [-n for n in given])
    with ThreadPoolExecutor(HANDS) as hands:
        assert list(hands.map(together.do, range(2000))) == [-n for n in range(2000)]
    assert sorted(runs) == list(range(2000))


def test_a_failure_reaches_all_whose_errand_was_run_and_nobody_after_them():
    failing = [True]

    def run(given):
        if failing.pop() if failing else False:
            raise RuntimeError("the database is gone")
        return list(given)

    together = Together(run)
    with pytest.raises(RuntimeError, match="the database is gone"):
        together.do(1)
    assert together.do(2) == 2
