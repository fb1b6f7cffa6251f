"""What a function of the service can come to: read from the source, without running it.

From a root the names that its body mentions lead on: to functions and classes of the package, to
methods of the same object, and, by `ports.X.method`, to the method of the adapter that wiring.py
puts behind the port X. Branches are not judged: what a body mentions, it can do.
"""

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from tools.local.paths import ROOT

PACKAGE = "chalicelib"
WIRING = f"{PACKAGE}.wiring"
Definition = ast.FunctionDef | ast.ClassDef


@dataclass(frozen=True, slots=True)
class Place:
    """A function, or a method of a class, of one module."""

    module: str
    name: str
    method: str = ""

    def __str__(self) -> str:
        return f"{self.module}.{self.name}{'.' if self.method else ''}{self.method}"


@dataclass(slots=True)
class Module:
    """What one file defines, and what its names mean."""

    name: str
    definitions: dict[str, Definition] = field(default_factory=dict)
    imported: dict[str, tuple[str, str]] = field(default_factory=dict)
    assigned: dict[str, ast.expr] = field(default_factory=dict)
    _methods: dict[str, dict[str, ast.FunctionDef]] = field(default_factory=dict)

    def methods(self, class_name: str) -> dict[str, ast.FunctionDef]:
        """The methods that this class itself defines."""
        if class_name not in self._methods:
            defined = self.definitions[class_name]
            body = defined.body if isinstance(defined, ast.ClassDef) else []
            self._methods[class_name] = {m.name: m for m in body if isinstance(m, ast.FunctionDef)}
        return self._methods[class_name]


@cache
def modules() -> Mapping[str, Module]:
    """Every module of the package, by its dotted name."""
    found = {}
    for path in sorted((ROOT / PACKAGE).rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        found[name] = _read(name, path)
    return found


def _read(name: str, path: Path) -> Module:
    module = Module(name)
    tree = ast.parse(path.read_text())
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                module.imported[alias.asname or alias.name] = (node.module, alias.name)
    for node in tree.body:
        if isinstance(node, Definition):
            module.definitions[node.name] = node
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            module.assigned[node.targets[0].id] = node.value
    return module


def body_of(place: Place) -> ast.AST:
    """The source of this place."""
    module = modules()[place.module]
    if place.method:
        return module.methods(place.name)[place.method]
    return module.definitions[place.name]


def reached(roots: Iterable[Place]) -> frozenset[Place]:
    """Everything that these can come to, themselves included."""
    found: set[Place] = set()
    waiting = list(roots)
    while waiting:
        place = waiting.pop()
        if place not in found:
            found.add(place)
            waiting.extend(_next(place))
    return frozenset(found)


@cache
def _next(place: Place) -> frozenset[Place]:
    return frozenset(_mentioned(place))


def _mentioned(place: Place) -> Iterator[Place]:
    module = modules()[place.module]
    nodes = list(ast.walk(body_of(place)))
    asked_of = {id(node.value) for node in nodes if isinstance(node, ast.Attribute)}
    for node in nodes:
        match node:
            case ast.Name(id=name):
                yield from _named(module, name)
            case ast.Attribute(value=ast.Name(id="self"), attr=name) if place.method:
                if name in module.methods(place.name):
                    yield Place(place.module, place.name, name)
            case ast.Attribute(value=ast.Attribute(value=owner, attr=port), attr=method):
                yield from _asked(owner, port, method)
            case ast.Attribute(value=owner, attr=port) if _is_ports(owner) and (
                id(node) not in asked_of
            ):
                yield from _whole(port)  # handed on: whoever gets it may ask anything
            case ast.Attribute(value=ast.Name(id=name), attr=attribute):
                yield from _of_module(module, name, attribute)
            case _:
                pass


def _asked(owner: ast.expr, port: str, method: str) -> Iterator[Place]:
    """`ports.X.method`, and in an adapter `self._vault.method`."""
    if _is_ports(owner):
        yield from _of_port(port, method)
    elif port == "_vault":
        yield Place(f"{PACKAGE}.adapters.vault", "AesVault", method)


def _is_ports(owner: ast.expr) -> bool:
    match owner:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name in {"ports", "_ports", "served_with"}
        case ast.Call(func=ast.Attribute(attr="ports")):
            return True
        case _:
            return False


def _named(module: Module, name: str) -> Iterator[Place]:
    if name in module.definitions:
        yield from _definition(module.name, name)
    elif name in module.imported:
        source, original = module.imported[name]
        if source in modules() and original in modules()[source].definitions:
            yield from _definition(source, original)
    elif name in module.assigned:
        for node in ast.walk(module.assigned[name]):
            if isinstance(node, ast.Name) and node.id != name:
                yield from _named(module, node.id)


def _of_module(module: Module, name: str, attribute: str) -> Iterator[Place]:
    """`codec.attributes`, where codec is a module of ours."""
    source, original = module.imported.get(name, ("", ""))
    inner = f"{source}.{original}"
    if inner in modules() and attribute in modules()[inner].definitions:
        yield from _definition(inner, attribute)


def _definition(module: str, name: str) -> Iterator[Place]:
    """A function; or of a class, whatever it can do."""
    defined = modules()[module].definitions[name]
    if isinstance(defined, ast.FunctionDef):
        yield Place(module, name)
    elif not _is_adapter(module):
        yield from (Place(module, name, method) for method in modules()[module].methods(name))
    elif "__init__" in modules()[module].methods(name) or name.startswith("_"):
        yield from (
            Place(module, name, method)
            for method in modules()[module].methods(name)
            if name.startswith("_") or method == "__init__"
        )


def _is_adapter(module: str) -> bool:
    return module.startswith(f"{PACKAGE}.adapters")


@cache
def filled_by(port: str) -> tuple[Place, ...]:
    """The adapters that may stand behind this port, each with no method yet."""
    wired = modules()[WIRING].methods("Wired").get(port)
    if wired is None:
        return ()
    names = {node.id for node in ast.walk(wired) if isinstance(node, ast.Name)}
    imported = modules()[WIRING].imported
    return tuple(
        Place(*imported[name])
        for name in sorted(names & imported.keys())
        if _is_adapter(imported[name][0]) and name[0].isupper()
    )


@cache
def _rests_on(port: str) -> frozenset[str]:
    """Other ports that the adapter of this one is given."""
    wired = modules()[WIRING].methods("Wired").get(port)
    if wired is None:
        return frozenset()
    given = {
        node.attr
        for node in ast.walk(wired)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "self"
    }
    return frozenset(name for name in given if filled_by(name) and not name.startswith("_"))


def _of_port(port: str, method: str) -> Iterator[Place]:
    for adapter in filled_by(port):
        if method in modules()[adapter.module].methods(adapter.name):
            yield Place(adapter.module, adapter.name, method)
    for other in _rests_on(port):
        yield from _whole(other)


def _whole(port: str) -> Iterator[Place]:
    for adapter in filled_by(port):
        for name in modules()[adapter.module].methods(adapter.name):
            yield Place(adapter.module, adapter.name, name)
