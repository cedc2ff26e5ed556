"""Schools and the people in them."""
