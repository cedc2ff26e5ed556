"""Benchmarks as ratios in one run: what the portal does beside the floor or the usual way, on the same machine, interleaved."""
