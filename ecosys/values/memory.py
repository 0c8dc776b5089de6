"""Memory: what is kept to answer sooner, bounded in bytes.

A process has one for decoded events, and each timeline one for facts, results and responses. Each
entry comes with the bytes that it needs, about. Once they need more than there is room for, what
was not asked for the longest time goes first.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from contextlib import suppress
from threading import Lock
from typing import Any, TypeVar

T = TypeVar("T")
LARGEST = 64 * 1024 * 1024
"""How many bytes are kept, where nothing else is said."""
ENTRY = 300
"""What an entry needs besides its value, about: its key, and its place."""
SHARE = 8
"""What needs more than this part of the room, an eighth, is not kept."""


class Memory:
    """Keeps values by their keys, as far as there is room.

    >>> memory = Memory(largest=10_000)
    >>> memory.keep("a", "some text", size=400), memory.get("a")
    (None, 'some text')
    >>> for name in range(30):
    ...     memory.keep(name, name, size=100)
    >>> memory.get("a") is None, memory.size <= 10_000
    (True, True)
    """

    def __init__(self, largest: int = LARGEST) -> None:
        self.largest = largest
        self.size = 0
        """How many bytes are kept."""
        self._kept: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable) -> Any | None:
        """What is kept under a key; None where nothing is."""
        found = self._kept.get(key)
        if found is None:
            return None
        with suppress(KeyError):  # it has just had to go
            self._kept.move_to_end(key)
        return found[0]

    def keep(self, key: Hashable, value: object, size: int) -> None:
        """Keep a value that needs so many bytes; what is larger than an eighth of all is not."""
        size += ENTRY
        if size * SHARE > self.largest:
            return
        with self._lock:
            if before := self._kept.pop(key, None):
                self.size -= before[1]
            self._kept[key] = value, size
            self.size += size
            while self.size > self.largest:
                _, (_, oldest) = self._kept.popitem(last=False)
                self.size -= oldest

    def once(self, key: Hashable, make: Callable[[], T], size: Callable[[T], int]) -> T:
        """What is kept under a key, made where nothing is.

        >>> Memory().once("a", lambda: "made", len)
        'made'
        """
        kept: T | None = self.get(key)
        if kept is None:
            kept = make()
            self.keep(key, kept, size(kept))
        return kept

    def clear(self) -> None:
        """Keep nothing any more."""
        with self._lock:
            self._kept.clear()
            self.size = 0
