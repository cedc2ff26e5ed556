"""What lists are narrowed to."""
