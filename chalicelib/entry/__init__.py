"""DOORS: who speaks to us. Five to fifteen lines a handler; no decisions."""
