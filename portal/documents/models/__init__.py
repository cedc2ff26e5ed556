from portal.documents.models.documents import Document, DocumentQuerySet, Series, new_code
from portal.documents.models.incoming import IncomingScan
from portal.documents.models.sealing import SealedCopy, Sealing

__all__ = ["Document", "DocumentQuerySet", "IncomingScan", "SealedCopy", "Sealing", "Series", "new_code"]
