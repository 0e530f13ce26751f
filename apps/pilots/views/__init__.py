"""Web doors of pilots."""
