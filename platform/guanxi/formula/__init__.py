"""The formula language: text to a typed tree, run in Python, compiled to SQL, described to the browser."""
