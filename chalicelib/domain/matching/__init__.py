"""Which activities fit a newcomer, and why: exact, explained, reproducible.

`need` says what she asks for, `constraints` what must hold, `scoring` what counts how much,
`result` what comes out. `snapshot` packs a catalogue, `engine` searches it.
"""
