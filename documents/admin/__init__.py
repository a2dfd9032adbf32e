"""How editors keep collections, reports, sections, sources and synonyms."""

from documents.admin import collection, imprint, report, section, source, synonyms

__all__ = ["collection", "imprint", "report", "section", "source", "synonyms"]
