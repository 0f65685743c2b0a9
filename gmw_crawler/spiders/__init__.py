"""Stage 1, where to go."""
