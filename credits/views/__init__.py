"""Pages of abilities, the ledger and completion."""
