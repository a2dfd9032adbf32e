"""What is said of a query while it is read: the repairs made and the limits reached, each sentence once."""

from documents.query.limits import LIMITS


class Notes:
    def __init__(self) -> None:
        self._repairs: dict[str, None] = {}
        self._limits: dict[str, None] = {}

    def repaired(self, sentence: str) -> None:
        self._repairs[sentence] = None

    def reached(self, limit: str) -> None:
        self._limits[LIMITS[limit].announced()] = None

    @property
    def repairs(self) -> tuple[str, ...]:
        return tuple(self._repairs)

    @property
    def limits(self) -> tuple[str, ...]:
        return tuple(self._limits)
