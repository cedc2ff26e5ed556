"""What needs every app: home, menu, search, demo."""
