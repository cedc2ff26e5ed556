"""Micro-abilities and what teachers earn with them."""
