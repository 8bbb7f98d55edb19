"""The one path by which metadata changes: plan, apply, revisions, roll back, builds."""
