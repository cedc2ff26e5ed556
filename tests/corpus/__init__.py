"""Files that arrive in practice and their relatives, made by code; numbers are those of the corpus table."""
