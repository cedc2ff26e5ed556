"""An invented programme to look at: real units and rules, synthetic people, schools and results."""
