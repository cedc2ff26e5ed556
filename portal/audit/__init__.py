"""Who did what, as which post, to what, when and from where; written in the transaction of the act itself."""
