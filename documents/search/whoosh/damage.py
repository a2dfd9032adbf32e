"""What a broken file makes Whoosh and the standard library raise, said in one way."""

from types import TracebackType

from documents.search.engine import IndexDamaged, SearchTrouble

REBUILD = "Run: manage.py rebuild_index"


class Reading:
    """`with Reading("the table"):` raises IndexDamaged for whatever goes wrong in the block, which only reads.

    Unpickling, unpacking, decompressing and Whoosh itself each say in their own way that a file is broken, and a wrong
    number can end in any error at all. Errors of the `passing` types are let through. It keeps nothing, so that one
    serves for any number of blocks and threads: a search enters one for every word.
    """

    def __init__(self, what: str, *, passing: tuple[type[Exception], ...] = ()) -> None:
        self.what = what
        self.passing: tuple[type[Exception], ...] = (SearchTrouble, *passing)

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if isinstance(error, Exception) and not isinstance(error, self.passing):
            raise IndexDamaged(f"{self.what} cannot be read: {error!r}. {REBUILD}") from error
