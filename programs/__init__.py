"""Notices and policies, evaluations, institutions, the results library."""
