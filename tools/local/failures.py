"""What can keep the local stack from starting, each said in one line."""


class StartFailed(Exception):
    """The local stack cannot start; the message is one line for the person at the keyboard."""
