"""Award cycles: criteria, quotas, nominations, decisions."""
