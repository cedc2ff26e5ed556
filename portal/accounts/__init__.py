"""People and clients: users, the posts they hold at units, tokens, sign-in, scope and repeatable requests."""
