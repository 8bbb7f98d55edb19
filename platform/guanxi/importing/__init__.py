"""Imports: files of rows become records through the same write pipeline as everything else."""
