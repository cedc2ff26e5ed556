"""Small things without models that every app may use."""
