"""Who watches a run: one watcher a file."""
