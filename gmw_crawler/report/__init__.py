"""The report: what the store knows, on one page for an editor."""
