"""What waits is done together."""

import asyncio
import time

from ecosys_api.writing.queue import Queue

CLIENTS = 8
ROUNDS = 20


def test_those_who_ask_again_and_again_are_soon_served_all_at_once():
    """Whoever came first was served alone: they stay in step with the others no less."""
    sizes = []

    def work(jobs):
        sizes.append(len(jobs))
        time.sleep(0.002)  # as a disk takes: the others come meanwhile
        return jobs

    async def client(queue):
        for number in range(ROUNDS):
            time.sleep(0.0007)  # as reading a request takes: others cannot come
            assert await queue.put(number, 1) == number

    async def all_of_them():
        queue: Queue[int, int] = Queue(work)
        await asyncio.gather(*(client(queue) for _ in range(CLIENTS)))

    asyncio.run(all_of_them())
    assert sum(sizes) == CLIENTS * ROUNDS
    assert sizes.count(CLIENTS) > ROUNDS / 2


def test_who_asks_alone_waits_for_nobody():
    queue: Queue[int, int] = Queue(lambda jobs: jobs)

    async def ask():
        await asyncio.gather(*(queue.put(number, 1) for number in range(CLIENTS)))
        began = time.perf_counter()
        for number in range(ROUNDS):
            await queue.put(number, 1)
        return time.perf_counter() - began

    assert asyncio.run(ask()) / ROUNDS < 0.016
