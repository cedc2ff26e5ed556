"""What one file is, what has to come off it, and how it looks with a mark on it."""
