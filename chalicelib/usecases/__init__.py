"""VERBS: what we do for people. Each is four beats: parse, load, decide, save."""
