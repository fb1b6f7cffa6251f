"""Reports: what a municipality reads of its own people, and the programme of all."""

from pydantic import BaseModel

from chalicelib.domain.vocabulary import Role
from chalicelib.entry.answers.report_schemas import (
    CostsReport,
    FunnelReport,
    ParticipationHours,
    ProgrammeReport,
    UnmetDemandReport,
    WaitingReport,
)
from chalicelib.entry.openapi.operation import TEXT, Answered, Operation
from chalicelib.entry.parsing.reports import (
    DemandQuery,
    GroupedQuery,
    HoursQuery,
    PeriodQuery,
)

_MUNICIPALITY = frozenset({Role.CASE_WORKER, Role.MUNICIPALITY_ADMIN})
_READERS = _MUNICIPALITY | {Role.PROGRAMME_ANALYST}
_FOR_WHOM = (
    "Een gemeente leest elk aantal over haar eigen mensen, per dag. Wie anders leest, leest heel "
    "Nederland in hele kwartalen; aantallen onder vijf zijn weggelaten, en zo samengevoegd dat ook "
    "geen som of verschil ze verraadt."
)


def _report(
    handler: str,
    path: str,
    summary: str,
    description: str,
    shape: type[BaseModel],
    query: type[BaseModel],
    *,
    allow: frozenset[Role] = _READERS,
) -> Operation:
    told = Answered(description="Het rapport.", shape=shape, also={"text/csv": TEXT})
    return Operation(
        handler=handler,
        method="GET",
        path=f"/reports/{path}",
        tag="Rapporten",
        summary=summary,
        description=f"{description}\n\n{_FOR_WHOM}" if allow == _READERS else description,
        allow=allow,
        query=query,
        answers=(told,),
    )


REPORTS = (
    _report(
        "reports_the_funnel",
        "funnel",
        "Lees hoe ver mensen kwamen",
        "Van wie in deze dagen verwezen is: hoeveel er een voorstel kregen, ja zeiden, bevestigd "
        "werden, deelnemen en afrondden, met de mediaan van de dagen tot elke stap.",
        FunnelReport,
        GroupedQuery,
    ),
    _report(
        "reports_unmet_demand",
        "unmet-demand",
        "Lees waar aanbod ontbreekt",
        "Voor wie van deze dagen niets gevonden is: het kleinste gebied, niveau en dagdeel met "
        "genoeg mensen, en waar één groep de meeste mensen zou helpen.",
        UnmetDemandReport,
        DemandQuery,
    ),
    _report(
        "reports_who_waits",
        "waiting",
        "Lees wie er wacht",
        "Wie in deze dagen op een wachtlijst kwam en daar nog staat, en hoe lang al.",
        WaitingReport,
        GroupedQuery,
    ),
    _report(
        "reports_participation_hours",
        "participation-hours",
        "Lees bijgewoonde uren",
        "Bijgewoonde minuten van eigen mensen van wie de uren terug mogen, en wat meetelt.",
        ParticipationHours,
        HoursQuery,
        allow=_MUNICIPALITY,
    ),
    _report(
        "reports_costs",
        "costs",
        "Lees wat berichten kostten",
        "Verstuurde sms-berichten, hun kosten, en de kosten per mens die deelneemt.",
        CostsReport,
        PeriodQuery,
    ),
    _report(
        "reports_programmes",
        "programmes",
        "Lees welke programma's gebruikt worden",
        "Hoeveel mensen deelnemen aan activiteiten van elk programma.",
        ProgrammeReport,
        PeriodQuery,
    ),
)
