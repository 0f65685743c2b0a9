"""Looking around in a SQLite store with datasette: metadata, a plugin, and pages that read well."""
