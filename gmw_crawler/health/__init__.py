"""Whether a run was as runs are: what the settings expect, what earlier runs were like, and what changed. Pure."""
