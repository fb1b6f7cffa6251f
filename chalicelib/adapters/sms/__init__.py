"""Texts to and from telephones: how they are counted, and the providers that carry them."""
