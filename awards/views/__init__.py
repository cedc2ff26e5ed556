"""Pages of a selection: find what this user may see, act or read, render or redirect."""
