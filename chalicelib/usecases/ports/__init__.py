"""What the verbs need from the outside world, as Protocols, a file a subject.

One name for a port, its adapter and its fake. Every method that changes something is one
transaction that restates what the decision relied on.
"""

from chalicelib.usecases.ports.audit import Audit
from chalicelib.usecases.ports.base import Clock, Page
from chalicelib.usecases.ports.catalogue import (
    Activities,
    ActivityQuery,
    Libraries,
    Programmes,
    Snapshots,
)
from chalicelib.usecases.ports.choices import MunicipalityChoices
from chalicelib.usecases.ports.covers import Covers
from chalicelib.usecases.ports.erasure import Erasures
from chalicelib.usecases.ports.every import Ports
from chalicelib.usecases.ports.feeds import Feeds
from chalicelib.usecases.ports.files import (
    ActivityFile,
    ActivityFiles,
    FileKind,
    Imports,
    RawRow,
    Uploads,
)
from chalicelib.usecases.ports.guesses import Guesses
from chalicelib.usecases.ports.identity import (
    Identities,
    LibrarySecrets,
    Seals,
    Sessions,
    SignedIn,
    SignInService,
)
from chalicelib.usecases.ports.ledger import Ledger
from chalicelib.usecases.ports.messages import (
    Composed,
    Mailer,
    Phrasebook,
    SmsSender,
    Switchboard,
    Texts,
    Words,
)
from chalicelib.usecases.ports.meter import Meter, Metric
from chalicelib.usecases.ports.notices import Deliveries, DeliveryQuery, Endpoints
from chalicelib.usecases.ports.outgoing import Answered, Call, Outgoing
from chalicelib.usecases.ports.places import Geocoder, PlaceCache, Places
from chalicelib.usecases.ports.queue import Queue
from chalicelib.usecases.ports.referrals import (
    AlreadySeen,
    AlreadyThere,
    CapReached,
    CodeTaken,
    KnownPlacement,
    LibraryQuery,
    LineTaken,
    OpenTask,
    ReferralKey,
    ReferralQuery,
    Referrals,
    TaskQuery,
    TextsStopped,
)
from chalicelib.usecases.ports.reports import Reports
from chalicelib.usecases.ports.vault import KeyOwner, KeyWrapper, Sealed, Vault
from chalicelib.usecases.ports.waiting import ListMoved, WaitingLists

__all__ = [
    "Activities",
    "ActivityFile",
    "ActivityFiles",
    "ActivityQuery",
    "AlreadySeen",
    "AlreadyThere",
    "Answered",
    "Audit",
    "Call",
    "CapReached",
    "Clock",
    "CodeTaken",
    "Composed",
    "Covers",
    "Deliveries",
    "DeliveryQuery",
    "Endpoints",
    "Erasures",
    "Feeds",
    "FileKind",
    "Geocoder",
    "Guesses",
    "Identities",
    "Imports",
    "KeyOwner",
    "KeyWrapper",
    "KnownPlacement",
    "Ledger",
    "Libraries",
    "LibraryQuery",
    "LibrarySecrets",
    "LineTaken",
    "ListMoved",
    "Mailer",
    "Meter",
    "Metric",
    "MunicipalityChoices",
    "OpenTask",
    "Outgoing",
    "Page",
    "Phrasebook",
    "PlaceCache",
    "Places",
    "Ports",
    "Programmes",
    "Queue",
    "RawRow",
    "ReferralKey",
    "ReferralQuery",
    "Referrals",
    "Reports",
    "Sealed",
    "Seals",
    "Sessions",
    "SignInService",
    "SignedIn",
    "SmsSender",
    "Snapshots",
    "Switchboard",
    "TaskQuery",
    "Texts",
    "TextsStopped",
    "Uploads",
    "Vault",
    "WaitingLists",
    "Words",
]
