"""Pictures that an editor adds: bytes → a picture that the site may keep and show."""

from documents.pictures.accept import MOST_BYTES, Accepted, accept, kind_of, size_of
from documents.pictures.bare import NotAPicture

__all__ = ["MOST_BYTES", "Accepted", "NotAPicture", "accept", "kind_of", "size_of"]
