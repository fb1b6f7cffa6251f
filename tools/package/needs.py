"""What one place in the adapters needs to be allowed: which action, on what.

Tables follow from the kinds of item that a call is made of, indexes from their names in keys.py,
queues from the addresses that a method names. Where the source does not say, this fails rather
than guess.
"""

import ast
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from tools.package.reach import PACKAGE, Place, body_of, modules

Permission = tuple[str, str]  # an action, and the resource as the template calls it

_TABLE = {"core": "CoreTable", "people": "PeopleTable", "keys": "KeysTable", "audit": "AuditTable"}
_WRITES = {
    "put": "PutItem",
    "write": "UpdateItem",
    "update": "UpdateItem",
    "delete": "DeleteItem",
    "check": "ConditionCheckItem",
}
_READS = {"read": "GetItem", "read_many": "BatchGetItem", "query": "Query"}
_ITEMS = f"{PACKAGE}.adapters.dynamo.items"
# What a call of a client needs, by the name of the call.
_CALLS: Mapping[str, Permission] = {
    "put_object": ("s3:PutObject", "SnapshotBucket"),
    "get_object": ("s3:GetObject", "SnapshotBucket"),
    "wrap": ("kms:GenerateDataKey", "OrganisationKey"),
    "unwrap": ("kms:Decrypt", "OrganisationKey"),
    "send_email": ("ses:SendEmail", "identity"),
    "publish": ("sns:Publish", "phones"),
    "send_text_message": ("sms-voice:SendTextMessage", "texts"),
}
_FOLDER = {"snapshots": "/catalogue/*", "uploads": "/imports/*"}  # of the bucket, by adapter
_TABLES, _TRANSACTIONS = ("_tables", "tables"), ("to", "writing")
_CLIENTS = ("_sqs", "_s3", "_client", "client", "wrapper", "_wrapper", "_connected")


@cache
def needed(place: Place) -> frozenset[Permission]:
    """What whoever comes to this place must be allowed."""
    if not place.module.startswith(f"{PACKAGE}.adapters"):
        return frozenset()
    calls = (node for node in ast.walk(body_of(place)) if isinstance(node, ast.Call))
    return frozenset(permission for call in calls for permission in _of_call(call, place))


def _of_call(node: ast.Call, place: Place) -> Iterator[Permission]:
    if not isinstance(node.func, ast.Attribute):
        return
    called, owner = node.func.attr, _last_name(node.func.value)
    if called in _READS and owner in _TABLES:
        yield from _reading(called, node, place)
    elif called in _WRITES and owner in _TRANSACTIONS:
        yield from _writing(called, node, place)
    elif called == "_send":
        yield from _sending(place)
    elif called in _CALLS and owner in _CLIENTS:
        action, resource = _CALLS[called]
        yield action, resource + _FOLDER.get(place.module.rpartition(".")[2], "")


def _writing(called: str, node: ast.Call, place: Place) -> Iterator[Permission]:
    tables = _tables_in(node.args[0], place)
    if not tables:
        raise LookupError(f"{place} writes something, and nothing says what")
    yield from ((f"dynamodb:{_WRITES[called]}", _TABLE[table]) for table in tables)


def _reading(called: str, node: ast.Call, place: Place) -> Iterator[Permission]:
    tables = {_TABLE[table] for argument in node.args for table in _tables_in(argument, place)}
    if not tables:
        raise LookupError(f"{place} reads something, and nothing says what")
    index = next((keyword.value for keyword in node.keywords if keyword.arg == "index"), None)
    if index is None or (isinstance(index, ast.Constant) and index.value is None):
        yield from ((f"dynamodb:{_READS[called]}", table) for table in tables)
        return
    for name in _indexes_in(index, place):
        yield from ((f"dynamodb:{_READS[called]}", f"{table}/index/{name}") for table in tables)


def _indexes_in(index: ast.expr, place: Place) -> Iterator[str]:
    """The index that is named here; where a variable is, those that its function names."""
    named = list(_index_names(index)) or list(_index_names(body_of(place)))
    if not named:
        raise LookupError(f"{place} asks an index, and nothing says which")
    yield from named


def _index_names(node: ast.AST) -> Iterator[str]:
    """`keys.BY_DUE` is the index ByDue."""
    for each in ast.walk(node):
        if isinstance(each, ast.Attribute) and each.attr.startswith("BY_"):
            yield "".join(part.capitalize() for part in each.attr.split("_"))


def _sending(place: Place) -> Iterator[Permission]:
    for node in ast.walk(body_of(place)):
        if isinstance(node, ast.Attribute) and node.attr.endswith("_url"):
            kind = node.attr.strip("_").removesuffix("_url").capitalize()
            yield ("sqs:SendMessage", f"{kind}Queue")


def _tables_in(node: ast.AST, place: Place, seen: frozenset[str] = frozenset()) -> set[str]:
    """Tables of the kinds of item that this expression is made of, followed through names."""
    found: set[str] = set()
    for each in ast.walk(node):
        match each:
            case ast.Name(id=name) if name not in seen:
                found |= _tables_of_name(name, place, seen | {name})
            case ast.Attribute(value=ast.Name(id="self"), attr=name) if name not in seen:
                methods = modules()[place.module].methods(place.name) if place.method else {}
                if name in methods:
                    inner = Place(place.module, place.name, name)
                    found |= _tables_in(methods[name], inner, seen | {name})
            case _:
                pass
    return found


def _tables_of_name(name: str, place: Place, seen: frozenset[str]) -> set[str]:
    if table := _table_of_kind(name):
        return {table}
    module = modules()[place.module]
    source, original = module.imported.get(name, (place.module, name))
    defined = modules()[source].definitions.get(original) if source in modules() else None
    if isinstance(defined, ast.FunctionDef):
        said = _tables_in(defined.returns, Place(source, original), seen) if defined.returns else {}
        return set(said) or _tables_in(defined, Place(source, original), seen)
    found: set[str] = set()
    named = [module.assigned[name]] if name in module.assigned else []  # another name for kinds
    for value in [*_assigned(place).get(name, ()), *named]:
        found |= _tables_in(value, place, seen)
    return found


def _table_of_kind(name: str) -> str | None:
    kind = modules()[_ITEMS].definitions.get(name)
    if not isinstance(kind, ast.ClassDef):
        return None
    for node in kind.body:
        match node:
            case ast.Assign(targets=[ast.Name(id="table")], value=ast.Constant(value=str(table))):
                return table
            case _:
                pass
    return "core"


@cache
def _assigned(place: Place) -> Mapping[str, Sequence[ast.AST]]:
    """What each local name is given, in an assignment, a loop, or as an annotated argument."""
    found: dict[str, list[ast.AST]] = {}
    for node in ast.walk(body_of(place)):
        for target, value in _bindings(node):
            for each in ast.walk(target):
                if isinstance(each, ast.Name | ast.arg):
                    name = each.id if isinstance(each, ast.Name) else each.arg
                    found.setdefault(name, []).append(value)
    return found


def _bindings(node: ast.AST) -> Iterator[tuple[ast.AST, ast.AST]]:
    match node:
        case ast.Assign(targets=targets, value=value):
            yield from ((target, value) for target in targets)
        case (
            ast.AnnAssign(target=target, annotation=value)
            | ast.NamedExpr(target=target, value=value)
        ):
            yield target, value
        case ast.For(target=target, iter=value) | ast.comprehension(target=target, iter=value):
            yield target, value
        case ast.arg(annotation=ast.expr() as annotation):
            yield ast.arg(node.arg), annotation
        case _:
            pass


def _last_name(node: ast.expr) -> str:
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case ast.Call(func=function):
            return _last_name(function)
        case _:
            return ""
