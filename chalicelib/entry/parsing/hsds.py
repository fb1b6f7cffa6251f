"""The paging words of Open Referral HSDS 3.0, which are not those of our own API."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pydantic import AliasGenerator, ConfigDict, Field

from chalicelib.entry.parsing.base import Door


class HsdsQuery(Door):
    """A page of a list, counted from 1."""

    model_config = ConfigDict(alias_generator=AliasGenerator(alias=str), extra="forbid")

    page: int = Field(default=1, ge=1, le=1_000_000)
    per_page: int = Field(default=50, ge=1, le=500)

    def page_of(
        self, all_: Sequence[Any], shape: Callable[[Any], Mapping[str, Any]]
    ) -> dict[str, Any]:
        """The page, with only what is on it put into shape."""
        total = len(all_)
        pages = -(-total // self.per_page)
        shown = all_[(self.page - 1) * self.per_page : self.page * self.per_page]
        return {
            "total_items": total,
            "total_pages": pages,
            "page_number": self.page,
            "size": len(shown),
            "first_page": self.page == 1,
            "last_page": self.page >= pages,
            "empty": not shown,
            "contents": [shape(each) for each in shown],
        }
