"""Set-up, launcher and test lanes: everything behind the Makefile, in plain Python of the standard library."""
