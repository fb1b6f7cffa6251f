"""Lists of which one page may not look at everything: they stop, and go on from there."""

import pytest

from chalicelib.adapters.dynamo import activities, referrals
from chalicelib.domain.caller import Eyes
from chalicelib.domain.vocabulary import Theme
from chalicelib.usecases.ports import ActivityQuery, ReferralQuery
from tests.adapters.contracts.catalogue import pages_of
from tests.adapters.contracts.referrals import added, every_page
from tests.adapters.contracts.worlds import DynamoWorld
from tests.fakes.making import GM0344, a_referral, an_activity


def test_a_referral_behind_many_that_she_may_not_see_is_found(
    world: DynamoWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(referrals, "_MOST_LOOKED_AT", 4)
    for number in range(11):
        added(world, a_referral(f"ref_{number:02d}", assigned_to="usr_9"))
    added(world, a_referral("ref_11", assigned_to="usr_1"))
    query = ReferralQuery(GM0344, sees=Eyes("usr_1", None), page_size=1)
    pages = every_page(world, query)
    assert [id_ for page in pages for id_ in page] == ["ref_11"]
    assert len(pages) > 2


def test_an_activity_behind_many_of_another_theme_is_found(
    world: DynamoWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(activities, "_MOST_LOOKED_AT", 4)
    world.activities.put_many(an_activity(f"act_{number:02d}") for number in range(9))
    world.activities.put_many([an_activity("act_09", themes=(Theme.MONEY,))])
    pages = pages_of(world, ActivityQuery(theme=Theme.MONEY, page_size=1))
    assert [id_ for page in pages for id_ in page] == ["act_09"]
    assert len(pages) > 2
