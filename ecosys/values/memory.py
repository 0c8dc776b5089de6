"""Memory: what is kept to answer sooner, bounded in bytes.

A process has one for decoded events, and each timeline one for facts, results and responses. Each
entry comes with the bytes that it needs, about. Once they need more than there is room for, what
was not asked for the longest time goes first.

Beside them small things are kept: what a function once gave (`memoised`, in a room of its own), and
the last few of some (`Recent`). Nothing is kept without such a bound.
"""

import gc
from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from functools import _lru_cache_wrapper

T = TypeVar("T")
K = TypeVar("K")
LARGEST = 48 * 1024 * 1024
"""How many bytes are kept, where nothing else is said."""
ENTRY = 300
"""What an entry needs besides its value, about: its key, and its place."""
SHARE = 8
"""What needs more than this part of the room, an eighth, is not kept."""

ROOM = 2 * 1024 * 1024
"""How many bytes are kept of what one function gave, where nothing else is said."""


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
        try:  # noqa: SIM105  to suppress takes longer than all else here
            self._kept.move_to_end(key)
        except KeyError:  # it has just had to go
            pass
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


def collect_less_often() -> None:
    """Have a process look for cycles after more objects than Python's 700 to 2,000.

    An answer is made of tens of thousands that hold none: looking took a fifth of the time of
    questions about everything. What survived is looked at again after fifty times as many.
    """
    gc.set_threshold(20_000, 50)


class Recent(OrderedDict[K, T]):
    """The few entries that were set last.

    >>> recent = Recent(largest=2)
    >>> for name in "abac":
    ...     recent[name] = name
    >>> list(recent)
    ['a', 'c']
    """

    def __init__(self, largest: int) -> None:
        super().__init__()
        self.largest = largest

    def __setitem__(self, key: K, value: T) -> None:
        """Set an entry; beyond the bound the one that was set first goes."""
        super().__setitem__(key, value)
        self.move_to_end(key)
        if len(self) > self.largest:
            self.popitem(last=False)


def memoised(
    entry: int, *, room: int = ROOM, typed: bool = False
) -> "Callable[[Callable[..., T]], _lru_cache_wrapper[T]]":
    """Have a function keep what it gave, as far as there is room for entries of so many bytes.

    >>> @memoised(1024)
    ... def double(number):
    ...     return 2 * number
    >>> double(2), double(2), double.cache_info()
    (4, 4, CacheInfo(hits=1, misses=1, maxsize=2048, currsize=1))
    """
    return lru_cache(maxsize=room // entry, typed=typed)
