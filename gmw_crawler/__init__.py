"""A faithful, structured, never-stale copy of Guangming Online's economy channel."""
