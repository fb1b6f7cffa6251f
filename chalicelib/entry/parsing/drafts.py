"""From the fields of an activity to its draft."""

from chalicelib.domain.catalogue import Activity, Branch, Library
from chalicelib.domain.ids import ActivityId, BranchId
from chalicelib.entry.parsing.activity import ActivityIn, activity
from chalicelib.usecases.drafts import ActivityDraft


def draft(fields: ActivityIn) -> ActivityDraft:
    """The draft of what was sent."""

    def describe(activity_id: ActivityId, library: Library, branch: Branch) -> Activity:
        return activity(fields, activity_id=activity_id, library=library, branch=branch, version=1)

    return ActivityDraft(fields.source_id, BranchId(fields.branch.isil), describe)
