"""The HTTP door: Flask, problem+json, sessions and tokens; it only translates between HTTP and services."""
