"""`make load`: many at once, on the service as `make run` starts it, and whether anything broke."""
