"""What the site keeps. One noun a file; a model and its QuerySet stand together."""

from documents.models.block import Block
from documents.models.change import Change
from documents.models.citation import Citation
from documents.models.collection import Collection
from documents.models.edition import Edition
from documents.models.former_slug import FormerSlug
from documents.models.imprint import Imprint
from documents.models.picture import Picture
from documents.models.preview_link import PreviewLink
from documents.models.report import Report
from documents.models.revision import Revision
from documents.models.section import Section
from documents.models.source import Source
from documents.models.state import State
from documents.models.synonym import Synonym

__all__ = [
    "Block",
    "Change",
    "Citation",
    "Collection",
    "Edition",
    "FormerSlug",
    "Imprint",
    "Picture",
    "PreviewLink",
    "Report",
    "Revision",
    "Section",
    "Source",
    "State",
    "Synonym",
]
