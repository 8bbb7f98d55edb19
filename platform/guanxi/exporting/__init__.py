"""Exports: records as files of rows, read as whoever asks for them."""
