"""The API described: one OpenAPI 3.1 document, made from the models that validate.

`operations` holds a row for every route, one table a subject; `document` puts them together.
"""

from chalicelib.entry.openapi.document import document

__all__ = ["document"]
