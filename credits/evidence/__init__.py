"""Files handed in as evidence: received, looked at in a limited child process, kept under random keys, given out with care."""
