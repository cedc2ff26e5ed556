"""公示: working days and the gate against personal data, without any database."""
