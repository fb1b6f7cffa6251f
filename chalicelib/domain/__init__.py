"""NOUNS: what is true. Pure standard library; no I/O, no clock, no dice."""
