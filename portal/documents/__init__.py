"""Official documents: rendering, numbers, archive, checking page."""
