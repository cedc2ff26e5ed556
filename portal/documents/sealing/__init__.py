"""Documents after printing: scans of sealed copies that come back, and services of electronic seals."""
