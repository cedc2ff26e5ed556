"""Scores of a judging panel: pure arithmetic over marks, exact to the last digit."""
