"""How editors keep collections, reports, sections and sources."""

from documents.admin import collection, imprint, report, section, source

__all__ = ["collection", "imprint", "report", "section", "source"]
