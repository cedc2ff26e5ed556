"""What people do with abilities, hours and completion."""
