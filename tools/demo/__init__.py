"""`make demo`: the whole story over HTTP on fresh state."""
