"""What REST says."""
