"""A report's sections as a table of contents: what lies in what, before and after what."""

from dataclasses import dataclass, field
from functools import cached_property

from documents.models import Section


@dataclass
class Entry:
    """A section and the sections in it."""

    section: Section
    parts: list["Entry"] = field(default_factory=list)


@dataclass
class Outline:
    """Sections in their order; how deep each lies is said by its level."""

    sections: list[Section]

    @classmethod
    def of(cls, report):
        """The published sections of the current edition, in one query without their texts."""
        sections = Section.objects.published().of(report).with_report().defer("body").order_by("position")
        return cls(list(sections))

    @cached_property
    def entries(self) -> list[Entry]:
        """The chapters, each with its parts. A level may be left out: 1, 3 is a chapter and its part."""
        top: list[Entry] = []
        open_entries: list[Entry] = []
        for section in self.sections:
            entry = Entry(section)
            while open_entries and open_entries[-1].section.level >= section.level:
                open_entries.pop()
            (open_entries[-1].parts if open_entries else top).append(entry)
            open_entries.append(entry)
        return top

    @classmethod
    def lay_paths(cls, sections):
        """Give each section the ones in which it lies, as `path`; one query for all of their reports."""
        if all(section.level == 1 for section in sections):
            return
        editions = {section.edition_id for section in sections}
        published = Section.objects.published().filter(edition__in=editions).with_report().defer("body")
        outlines = {edition: cls([]) for edition in editions}
        for section in published.order_by("edition", "position"):
            outlines[section.edition_id].sections.append(section)
        for section in sections:
            section.path = outlines[section.edition_id].above(section)

    def above(self, section) -> list[Section]:
        """The sections in which this one lies, outermost first."""
        path: list[Section] = []
        level = section.level
        for other in reversed(self.sections[: self._place(section)]):
            if other.level < level:
                path.insert(0, other)
                level = other.level
        return path

    def before(self, section) -> Section | None:
        place = self._place(section)
        return self.sections[place - 1] if place else None

    def after(self, section) -> Section | None:
        place = self._place(section)
        following = [other for other in self.sections[place : place + 2] if other.pk != section.pk]
        return following[0] if following else None

    @property
    def is_summary(self) -> bool:
        """Whether any of it is in our words."""
        return any(section.is_summary for section in self.sections)

    def _place(self, section) -> int:
        """Where it stands; where it would stand, of one that is a draft and shown as it will be."""
        places = {other.pk: place for place, other in enumerate(self.sections)}
        before = sum(other.position < section.position for other in self.sections)
        return places.get(section.pk, before)
