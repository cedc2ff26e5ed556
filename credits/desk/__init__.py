"""What the front page says."""
