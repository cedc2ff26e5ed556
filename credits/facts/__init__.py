"""Queries over points, choices, evidence, reviews, batches and certificates."""
