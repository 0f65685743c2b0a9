"""Stages 3 to 6, dedupe, split, check, store: one verb, one file, one family of stats."""
