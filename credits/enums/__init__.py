"""Words of the records of this app."""
