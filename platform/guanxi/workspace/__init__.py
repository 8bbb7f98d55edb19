"""One database with its catalog, plugins and settings, and the context that every piece of work carries."""
