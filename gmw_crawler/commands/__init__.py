"""What a person runs: one module a command, named by it."""
