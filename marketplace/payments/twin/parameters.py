"""Parameters as Stripe reads them: form encoding undone, unknown ones refused, types checked.

A specification is a dict of names; its values are `str`, `int`, `bool`, MAP (free keys, text values), a dict
(nested) or a list of one of these.
"""

import re
from typing import Any
from urllib.parse import parse_qsl

from marketplace.payments.twin.problems import bad_parameter

Json = dict[str, Any]
Spec = Any

MAP = object()
_PART = re.compile(r"[^\[\]]+")


def decode(form: str) -> Json:
    """`a[b][0]=c` as {"a": {"b": {"0": "c"}}}; lists become lists in `conform`."""
    tree: Json = {}
    for name, value in parse_qsl(form, keep_blank_values=True):
        *path, last = _PART.findall(name)
        place = tree
        for part in path:
            place = place.setdefault(part, {})
        place[last] = value
    return tree


def conform(value: Any, spec: Spec, name: str = "") -> Any:
    """`value` with the types of `spec`. Raises the problem Stripe would answer with."""
    if spec is MAP:
        return _map(value, name)
    if isinstance(spec, dict):
        return _nested(value, spec, name)
    if isinstance(spec, list):
        return [conform(item, spec[0], f"{name}[{index}]") for index, item in enumerate(_items(value, name))]
    return _scalar(value, spec, name)


def need(params: Json, *names: str) -> None:
    """Refuse a request that lacks one of `names`."""
    for name in names:
        if params.get(name) in (None, "", [], {}):
            raise bad_parameter(f"Missing required param: {name}.", param=name, code="parameter_missing")


def _nested(value: Any, spec: dict[str, Spec], name: str) -> Json:
    if not isinstance(value, dict):
        raise bad_parameter("Invalid object", param=name, code="parameter_invalid_object")
    result = {}
    for key, item in value.items():
        path = f"{name}[{key}]" if name else key
        if key not in spec:
            raise bad_parameter(f"Received unknown parameter: {path}", param=path, code="parameter_unknown")
        result[key] = conform(item, spec[key], path)
    return result


def _items(value: Any, name: str) -> list[Any]:
    if isinstance(value, list):
        return value
    if isinstance(value, dict) and all(key.isdigit() for key in value):
        return [value[key] for key in sorted(value, key=int)]
    raise bad_parameter("Invalid array", param=name, code="parameter_invalid_array")


def _map(value: Any, name: str) -> dict[str, str]:
    if not isinstance(value, dict) or not all(isinstance(item, str) for item in value.values()):
        raise bad_parameter("Invalid hash", param=name, code="parameter_invalid_hash")
    if len(value) > 50 or any(len(k) > 40 or len(v) > 500 for k, v in value.items()):
        raise bad_parameter(
            "Metadata takes 50 keys of 40 characters, values of 500.", param=name, code="parameter_invalid"
        )
    return value


def _scalar(value: Any, kind: type, name: str) -> Any:
    if kind is bool and value in (True, False, "true", "false"):
        return value in (True, "true")
    if kind is int and not isinstance(value, bool) and re.fullmatch(r"-?\d{1,18}", str(value)):
        return int(value)
    if kind is str and isinstance(value, str):
        if value == "":
            raise bad_parameter(
                f"You passed an empty string for '{name}'. We assume empty values are an attempt to unset a "
                "parameter; however it cannot be unset.",
                param=name,
                code="parameter_invalid_empty",
            )
        return value
    codes = {int: "parameter_invalid_integer", bool: "parameter_invalid_boolean"}
    code = codes.get(kind, "parameter_invalid")
    raise bad_parameter(f"Invalid {kind.__name__}: {value}", param=name, code=code)
