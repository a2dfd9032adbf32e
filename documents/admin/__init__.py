"""How editors keep collections, reports, sections and sources."""

from documents.admin import collection, report, section, source

__all__ = ["collection", "report", "section", "source"]
