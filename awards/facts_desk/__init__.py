"""What the pages of a selection show, gathered in a fixed number of queries however many rows there are."""
