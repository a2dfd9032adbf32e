"""A list of strings as two arrays, which may lie in a file: its text is decoded only where it is looked at."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
Arrays = dict[str, Array]
LINE = b"\n"


class Strings(Sequence[str]):
    """Strings by number. `text` has them as UTF-8, with a line break before and after each; `starts` says where each begins."""

    def __init__(self, text: Array, starts: Array) -> None:
        self.text = text
        self.starts = starts
        self.bytes = text.data

    @classmethod
    def of(cls, strings: Iterable[str]) -> "Strings":
        """These strings."""
        encoded = [string.encode() for string in strings]
        ends = np.cumsum([1, *(len(each) + 1 for each in encoded)], dtype=np.int64)
        return cls(np.frombuffer(LINE.join([b"", *encoded, b""]), np.uint8), ends)

    @classmethod
    def named(cls, arrays: Arrays, name: str) -> "Strings":
        """The strings that were put under this name by `arrays`."""
        return cls(arrays[f"{name}.text"], arrays[f"{name}.starts"])

    def arrays(self, name: str) -> Arrays:
        """The two arrays, by names that begin with this one."""
        return {f"{name}.text": self.text, f"{name}.starts": self.starts}

    def __len__(self) -> int:
        return len(self.starts) - 1

    @overload
    def __getitem__(self, number: int) -> str: ...
    @overload
    def __getitem__(self, number: slice) -> Sequence[str]: ...
    def __getitem__(self, number: int | slice) -> str | Sequence[str]:
        if isinstance(number, slice):
            return [self[one] for one in range(len(self))[number]]
        return self.encoded(number).decode()

    def __iter__(self) -> Iterator[str]:
        text = self.text.tobytes()
        return (text[start : end - 1].decode() for start, end in pairwise(self.starts.tolist()))

    def encoded(self, number: int) -> bytes:
        """A string as UTF-8."""
        return self.bytes[int(self.starts[number]) : int(self.starts[number + 1]) - 1].tobytes()

    def place(self, string: str) -> int | None:
        """The number of a string, None if it is not there; of strings in order of their letters, which is that of UTF-8."""
        wanted = string.encode("utf-8", "surrogatepass")
        place = bisect_left(range(len(self)), wanted, key=self.encoded)
        return place if place < len(self) and self.encoded(place) == wanted else None


class Lists:
    """A list of numbers for each of some strings."""

    def __init__(self, arrays: Arrays, name: str) -> None:
        self.strings = Strings.named(arrays, name)
        self._ends = arrays[f"{name}.ends"]
        self._numbers = arrays[f"{name}.numbers"]

    @staticmethod
    def arrays(lists: dict[str, list[int]], name: str) -> Arrays:
        """The arrays of these lists, by names that begin with this one."""
        ordered = sorted(lists.items())
        return {
            **Strings.of(string for string, _ in ordered).arrays(name),
            f"{name}.ends": np.cumsum([0, *(len(numbers) for _, numbers in ordered)], dtype=np.int64),
            f"{name}.numbers": np.array([number for _, numbers in ordered for number in numbers], np.int64),
        }

    def __getitem__(self, string: str) -> Array:
        place = self.strings.place(string)
        if place is None:
            return self._numbers[:0]
        return self._numbers[self._ends[place] : self._ends[place + 1]]
