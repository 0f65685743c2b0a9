"""Stage 2, what comes back: one behaviour a file."""
