"""Catalogue files of libraries: one foreign format a module, read into the API's own shape."""
