"""An activity as a library describes it, before Wegwijs knows its branch and its id."""

from collections.abc import Callable
from dataclasses import dataclass

from chalicelib.domain.catalogue import Activity, Branch, Library
from chalicelib.domain.errors import Fault, InvalidRequest
from chalicelib.domain.ids import ActivityId, BranchId

Describe = Callable[[ActivityId, Library, Branch], Activity]


@dataclass(frozen=True, slots=True)
class ActivityDraft:
    """What was sent; `describe` makes the activity of it at a branch of its library."""

    source_id: str
    branch: BranchId
    describe: Describe

    def at(self, library: Library, activity_id: ActivityId) -> Activity:
        """The activity.

        Raises:
            InvalidRequest: the branch is none of this library's.
        """
        branch = library.branch(self.branch)
        if branch is None:
            raise InvalidRequest([Fault("branch.isil", "unknown_branch")])
        return self.describe(activity_id, library, branch)
