"""Requests that wait for the newest revision share one read, and none gets an old one."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest

from api.resources import SharedRead


def run(scene):
    """In a thread of its own: the browser tests' driver keeps a loop in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, scene).result()


def test_those_who_wait_share_a_read_that_began_after_they_asked():
    async def scene():
        value, reads, gate = 1, [], asyncio.Event()

        async def read():
            seen = value
            reads.append(seen)
            await gate.wait()
            return seen

        shared = SharedRead(read)
        first = asyncio.create_task(shared.read())
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        assert reads == [1], "the first read is under way"
        value = 2
        late = [asyncio.create_task(shared.read()) for _ in range(5)]
        await asyncio.sleep(0)
        gate.set()
        return await first, await asyncio.gather(*late), reads

    first, late, reads = run(scene())
    assert first == 1
    assert late == [2] * 5
    assert reads == [1, 2]


def test_a_failed_read_is_not_remembered():
    async def scene():
        answers = iter([OSError("away"), 7])

        async def read():
            answer = next(answers)
            if isinstance(answer, OSError):
                raise answer
            return answer

        shared = SharedRead(read)
        with pytest.raises(OSError, match="away"):
            await shared.read()
        return await shared.read()

    assert run(scene()) == 7
