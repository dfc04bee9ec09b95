"""Leap frames: columns of any type with random access to bits, in the binary form and as JSON."""

import base64
import json
import math
import struct

PACK = {"boolean": ">?", "byte": ">b", "short": ">h", "int": ">i", "long": ">q", "float": ">f",
        "double": ">d"}


class Type:
    """scalar, list, tensor or map of a base; dims: of a tensor, None for unknown."""

    def __init__(self, base, shape="scalar", nullable=True, dims=None, key=None):
        self.base, self.shape, self.nullable, self.dims, self.key = base, shape, nullable, dims, key

    def to_json(self):
        if self.shape == "scalar":
            base = "integer" if self.base == "int" else self.base
            return base if self.nullable else {"type": "basic", "base": base, "isNullable": False}
        out = {"type": self.shape, "base": self.base}
        if self.shape == "map":
            out["key"] = self.key
        if not self.nullable:
            out["isNullable"] = False
        if self.dims is not None:
            out["dimensions"] = self.dims
        return out

    @staticmethod
    def from_json(t):
        if isinstance(t, str):
            return Type("int" if t == "integer" else t)
        nullable = t.get("isNullable", True)
        if t["type"] == "basic":
            return Type("int" if t["base"] == "integer" else t["base"], nullable=nullable)
        return Type(t["base"], t["type"], nullable, t.get("dimensions"), t.get("key"))


class Dense:
    def __init__(self, values, dims=None):
        self.values = list(values)
        self.dims = [len(self.values)] if dims is None else dims


class Sparse:
    def __init__(self, indices, values, dims):
        self.indices = [i if isinstance(i, list) else [i] for i in indices]
        self.values, self.dims = list(values), dims if isinstance(dims, list) else [dims]


class Frame:
    def __init__(self, fields, rows):
        self.fields, self.rows = fields, rows  # [(name, Type)], [[cell]]


def put_text(text):
    raw = text if isinstance(text, bytes) else text.encode("utf-8", "replace")
    return struct.pack(">i", len(raw)) + raw


def put_value(base, value):
    if base in ("string", "byte_string"):
        return put_text(value)
    return struct.pack(PACK[base], value)


def put_cell(t, cell):
    if t.shape == "scalar":
        return put_value(t.base, cell)
    if t.shape == "list":
        return struct.pack(">i", len(cell)) + b"".join(put_value(t.base, v) for v in cell)
    sparse = isinstance(cell, Sparse)
    out = struct.pack(">HH", sparse, len(cell.dims))
    out += b"".join(struct.pack(">i", n) for n in cell.dims) + struct.pack(">i", len(cell.values))
    out += b"".join(put_value(t.base, v) for v in cell.values)
    if sparse:
        out += struct.pack(">i", len(cell.indices))
        for index in cell.indices:
            out += struct.pack(">H", len(index)) + b"".join(struct.pack(">i", i) for i in index)
    return out


def write_binary(frame):
    schema = json.dumps(schema_json(frame.fields)).encode()
    out = [struct.pack(">i", len(schema)), schema, struct.pack(">i", len(frame.rows))]
    for row in frame.rows:
        for (_, t), cell in zip(frame.fields, row):
            if t.nullable:
                out.append(b"\0" if cell is None else b"\1")
            if cell is not None:
                out.append(put_cell(t, cell))
    return b"".join(out)


def schema_json(fields):
    return {"fields": [{"name": name, "type": t.to_json()} for name, t in fields]}


def json_item(base, value):
    if base == "byte_string":
        return base64.b64encode(value).decode()
    if base == "float" and math.isfinite(value):
        return float("%.9g" % value)
    return None if isinstance(value, float) and not math.isfinite(value) else value


def json_cell(t, cell):
    if cell is None:
        return None
    if t.shape == "scalar":
        return json_item(t.base, cell)
    if t.shape == "list":
        return [json_item(t.base, v) for v in cell]
    if t.shape == "map":
        return {k: json_item(t.base, v) for k, v in cell.items()}
    out = {"values": [json_item(t.base, v) for v in cell.values], "dimensions": cell.dims}
    if isinstance(cell, Sparse):
        out["indices"] = cell.indices
    return out


def write_json(frame):
    return json.dumps({"schema": schema_json(frame.fields), "rows": [
        [json_cell(t, cell) for (_, t), cell in zip(frame.fields, row)]
        for row in frame.rows]}, ensure_ascii=False).encode("utf-8", "replace")


class Reader:
    def __init__(self, raw):
        self.raw, self.at = raw, 0

    def take(self, pack):
        (value,) = struct.unpack_from(pack, self.raw, self.at)
        self.at += struct.calcsize(pack)
        return value

    def value(self, base):
        if base not in ("string", "byte_string"):
            return self.take(PACK[base])
        n = self.take(">i")
        self.at += n
        return self.raw[self.at - n:self.at]

    def tensor(self, base):
        sparse, rank = self.take(">H"), self.take(">H")
        dims = [self.take(">i") for _ in range(rank)]
        values = [self.value(base) for _ in range(self.take(">i"))]
        if not sparse:
            return Dense(values, dims)
        indices = [[self.take(">i") for _ in range(self.take(">H"))]
                   for _ in range(self.take(">i"))]
        return Sparse(indices, values, dims)

    def cell(self, t):
        if t.nullable and self.take(">B") == 0:
            return None
        if t.shape == "scalar":
            return self.value(t.base)
        if t.shape == "list":
            return [self.value(t.base) for _ in range(self.take(">i"))]
        return self.tensor(t.base)
