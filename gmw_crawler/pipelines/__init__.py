"""Stages 3 to 7, dedupe, split, render, check, store: one verb, one file, one family of stats."""
