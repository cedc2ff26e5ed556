"""What people do with schools and those who work there."""
