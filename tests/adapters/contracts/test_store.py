"""The contracts of the store on the fakes and, request by request, on moto in process."""

from collections.abc import Iterator

import pytest

from tests.adapters.contracts.audit import AuditContract
from tests.adapters.contracts.catalogue import (
    ActivitiesContract,
    LibrariesContract,
    ManyActivitiesContract,
    ProgrammesContract,
)
from tests.adapters.contracts.choices import ChoicesContract
from tests.adapters.contracts.conversation import ConversationContract
from tests.adapters.contracts.covers import CoversContract
from tests.adapters.contracts.erasure import ErasuresContract
from tests.adapters.contracts.known_placements import KnownPlacementsContract
from tests.adapters.contracts.ledger import LedgerContract
from tests.adapters.contracts.library_secrets import LibrarySecretsContract
from tests.adapters.contracts.notices import NoticesContract
from tests.adapters.contracts.referrals import ReferralsContract
from tests.adapters.contracts.reports import ReportsContract
from tests.adapters.contracts.waiting import WaitingListsContract
from tests.adapters.contracts.worlds import DynamoWorld, FakeWorld, moto_world


class OnFakes:
    @pytest.fixture
    def world(self) -> FakeWorld:
        return FakeWorld()


class OnMoto:
    @pytest.fixture
    def world(self) -> Iterator[DynamoWorld]:
        with moto_world() as world:
            yield world


class TestFakeReferrals(OnFakes, ReferralsContract):
    pass


class TestFakeConversation(OnFakes, ConversationContract):
    pass


class TestFakeKnownPlacements(OnFakes, KnownPlacementsContract):
    pass


class TestFakeLedger(OnFakes, LedgerContract):
    pass


class TestLedgerOnMoto(OnMoto, LedgerContract):
    pass


class TestFakeAudit(OnFakes, AuditContract):
    pass


class TestAuditOnMoto(OnMoto, AuditContract):
    pass


class TestFakeErasures(OnFakes, ErasuresContract):
    pass


class TestErasuresOnMoto(OnMoto, ErasuresContract):
    pass


class TestFakeChoices(OnFakes, ChoicesContract):
    pass


class TestChoicesOnMoto(OnMoto, ChoicesContract):
    pass


class TestFakeActivities(OnFakes, ActivitiesContract):
    pass


class TestFakeActivitiesByTheHundred(OnFakes, ManyActivitiesContract):
    pass


class TestFakeLibraries(OnFakes, LibrariesContract):
    pass


class TestFakeLibrarySecrets(OnFakes, LibrarySecretsContract):
    pass


class TestLibrarySecretsOnMoto(OnMoto, LibrarySecretsContract):
    pass


class TestFakeNotices(OnFakes, NoticesContract):
    pass


class TestNoticesOnMoto(OnMoto, NoticesContract):
    pass


class TestFakeProgrammes(OnFakes, ProgrammesContract):
    pass


class TestProgrammesOnMoto(OnMoto, ProgrammesContract):
    pass


class TestReferralsOnMoto(OnMoto, ReferralsContract):
    pass


class TestConversationOnMoto(OnMoto, ConversationContract):
    pass


class TestKnownPlacementsOnMoto(OnMoto, KnownPlacementsContract):
    pass


class TestActivitiesOnMoto(OnMoto, ActivitiesContract):
    pass


class TestLibrariesOnMoto(OnMoto, LibrariesContract):
    pass


class TestFakeWaitingLists(OnFakes, WaitingListsContract):
    pass


class TestWaitingListsOnMoto(OnMoto, WaitingListsContract):
    pass


class TestFakeReports(OnFakes, ReportsContract):
    pass


class TestReportsOnMoto(OnMoto, ReportsContract):
    pass


class TestFakeCovers(OnFakes, CoversContract):
    pass


class TestCoversOnMoto(OnMoto, CoversContract):
    pass
