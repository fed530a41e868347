"""Room for deep calls: nothing is asked of the kernel while a loop calls, at whatever depth it stands."""

import resource

import pytest

from governance.frame.deep import with_room


def leaf():
    """Its frame is larger than one of ``loop``, so that at some depth it is the one that finds no room."""
    return [0, 1, [2, 3, [4, 5, [6, 7, [8, 9, [10, 11, [12, 13, [14, 15, [16, 17, [leaf]]]]]]]]]]


def loop(depth):
    if depth:
        return loop(depth - 1)
    before = resource.getrusage(resource.RUSAGE_THREAD).ru_minflt
    for _ in range(1000):
        leaf()
    return resource.getrusage(resource.RUSAGE_THREAD).ru_minflt - before


def test_it_asks_for_no_memory_at_any_depth():
    assert max(with_room(loop)(depth) for depth in range(300)) < 100


def test_it_answers_as_the_function_does():
    def given(one, *, two):
        """What it says."""
        return one, two

    assert with_room(given)(1, two=2) == (1, 2)
    assert with_room(given).__doc__ == "What it says."
    with pytest.raises(TypeError, match="two"):
        with_room(given)(1)
