"""Bundles written from Python, as JSON or as protobuf: attribute values, models, nodes, trees."""

import base64
import json
import math
import struct
import zipfile

BASES = {"boolean": 1, "byte": 2, "short": 3, "int": 4, "long": 5, "float": 6, "double": 7,
         "string": 100, "byte_string": 101}
SLOTS = {"boolean": 1, "string": 2, "int": 3, "long": 4, "float": 5, "double": 6,
         "byte_string": 7, "tensor": 8, "basic_type": 9, "data_shape": 10, "model": 11}
SHAPES = {"scalar": 0, "list": 1, "tensor": 2}


class Value:
    """An attribute: one value of a slot, a list of them, or a tensor."""

    def __init__(self, slot, value, kind="scalar"):
        self.slot, self.value, self.kind = slot, value, kind


def one(slot, value):
    return Value(slot, value)


def many(slot, values):
    return Value(slot, list(values), "list")


def tensor(values, dims, base="double"):
    return Value("tensor", Tensor(base, list(values), list(dims)), "tensor")


class Tensor:
    def __init__(self, base, values, dims):
        self.base, self.values, self.dims = base, values, dims


class Shape:
    """A data_shape: scalar, list, or tensor with dims (None: unknown)."""

    def __init__(self, base="scalar", nullable=False, dims=None):
        self.base, self.nullable, self.dims = base, nullable, dims


# JSON

def json_number(value):
    return None if isinstance(value, float) and not math.isfinite(value) else value


def json_dims(dims):
    return {"dimensions": [{"size": n, "name": ""} for n in dims]}


def json_item(slot, value):
    if slot == "tensor":
        return {value.base: [json_item(value.base, v) for v in value.values],
                "shape": json_dims(value.dims)}
    if slot == "data_shape":
        shape = {"base": value.base, "isNullable": value.nullable}
        if value.dims is not None:
            shape["tensorShape"] = json_dims(value.dims)
        return shape
    if slot == "byte_string":
        return base64.b64encode(value).decode()
    return json_number(value)


def json_value(value):
    if value.kind == "tensor":
        return {"type": "tensor", **json_item("tensor", value.value)}
    if value.kind == "list":
        items = [json_item(value.slot, v) for v in value.value]
        return {"type": "list", **({value.slot: items} if items else {})}
    if value.slot in ("boolean", "int", "long", "float", "double", "string") and not value.value:
        return {}
    return {value.slot: json_item(value.slot, value.value)}


def json_model(op, attributes):
    return {"op": op, "attributes": {name: json_value(v) for name, v in attributes.items()}}


# Protobuf

def varint(n):
    n &= (1 << 64) - 1
    out = bytearray()
    while n > 127:
        out.append(n & 127 | 128)
        n >>= 7
    out.append(n)
    return bytes(out)


def field(number, payload):
    return varint(number << 3 | 2) + varint(len(payload)) + payload


def integer(number, n):
    return varint(number << 3) + varint(n) if n else b""


def pb_dims(dims):
    return b"".join(field(1, integer(1, n)) for n in dims)


PACK = {"byte": ">b", "short": ">h", "int": ">i", "long": ">q", "float": ">f", "double": ">d"}


def pb_tensor(value):
    if value.base == "boolean":
        raw = bytes(1 if v else 0 for v in value.values)
    else:
        raw = b"".join(struct.pack(PACK[value.base], v) for v in value.values)
    return (integer(1, BASES[value.base]) + field(2, pb_dims(value.dims)) + field(3, raw))


def pb_shape(value):
    out = integer(1, SHAPES[value.base]) + integer(2, value.nullable)
    return out + (field(3, pb_dims(value.dims)) if value.dims is not None else b"")


def pb_raw(slot, value):
    """How a value is packed in a list: its bytes, and whether lists of it are packed."""
    if slot in ("boolean", "int", "long"):
        return varint(int(value)), True
    if slot == "basic_type":
        return varint(BASES[value]), True
    if slot == "float":
        return struct.pack("<f", value), True
    if slot == "double":
        return struct.pack("<d", value), True
    make = {"string": lambda s: s.encode("utf-8", "surrogatepass"), "byte_string": bytes,
            "tensor": pb_tensor, "data_shape": pb_shape}[slot]
    return make(value), False


SCALAR_NUMBER = {"boolean": 1, "string": 2, "int": 3, "long": 4, "float": 5, "double": 6,
                 "byte_string": 7, "tensor": 8, "basic_type": 9, "data_shape": 10}


def pb_value(value):
    if value.kind == "tensor":
        return field(3, pb_tensor(value.value))
    number = SCALAR_NUMBER[value.slot]
    if value.kind == "list":
        items = [pb_raw(value.slot, v) for v in value.value]
        if items and items[0][1]:
            return field(2, field(number, b"".join(raw for raw, _ in items)))
        return field(2, b"".join(field(number, raw) for raw, _ in items))
    raw, packed = pb_raw(value.slot, value.value)
    if packed and not value.value:
        return field(1, b"")
    wire = {"float": 5, "double": 1}.get(value.slot, 0 if packed else 2)
    if wire == 2:
        raw = varint(len(raw)) + raw
    return field(1, varint(number << 3 | wire) + raw)


def pb_model(op, attributes):
    entries = b"".join(field(1, field(1, name.encode()) + field(2, pb_value(v)))
                       for name, v in attributes.items())
    return field(1, op.encode()) + field(2, entries)


def pb_socket(port, name):
    return field(1, port.encode()) + field(2, name.encode())


def pb_node(name, inputs, outputs):
    shape = b"".join(field(1, pb_socket(*s)) for s in inputs)
    shape += b"".join(field(2, pb_socket(*s)) for s in outputs)
    return field(1, name.encode()) + field(2, shape)


# Trees: a node is a dict of dtree.proto's or ctree.proto's, in JSON's words, in pre-order.

def pb_tree_node(node):
    if "numChildren" in node:
        return (integer(1, node["index"] & 0xffffffff) + varint(2 << 3 | 1) +
                struct.pack("<d", node["norm"]) +
                field(3, struct.pack("<%dd" % len(node["values"]), *node["values"])) +
                integer(4, node["numChildren"]))
    if node["type"] == "leaf":
        values = node["values"]
        return field(2, field(1, struct.pack("<%dd" % len(values), *values)))
    split = node["split"]
    if split["type"] == "continuous":
        body = integer(1, split["featureIndex"]) + varint(2 << 3 | 1) + struct.pack(
            "<d", split["threshold"])
        return field(1, field(1, field(2, body)))
    cats = split["categories"]
    body = (integer(1, split["featureIndex"]) + integer(2, split["isLeft"]) +
            integer(3, split["numCategories"]) + field(4, struct.pack("<%dd" % len(cats), *cats)))
    return field(1, field(1, field(1, body)))


def tree_file(nodes, form):
    if form == "json":
        return "".join(json.dumps(n) + "\n" for n in nodes).encode()
    records = [pb_tree_node(n) for n in nodes]
    return b"".join(struct.pack(">i", len(r)) + r for r in records)


class Model:
    """A model with its tree and its members; `members` maps a folder's name to a Model."""

    def __init__(self, op, attributes, tree=None, members=None, files=None):
        self.op, self.attributes, self.tree = op, attributes, tree
        self.members, self.files = members or {}, files or {}

    def write(self, put, folder, form):
        if form == "json":
            put(folder + "model.json", json.dumps(json_model(self.op, self.attributes)).encode())
        else:
            put(folder + "model.pb", pb_model(self.op, self.attributes))
        if self.tree is not None:
            put(folder + "tree." + ("json" if form == "json" else "pb"), tree_file(self.tree, form))
        for name, member in self.members.items():
            member.write(put, folder + name + "/", form)
        for name, content in self.files.items():
            put(folder + name, content)


class Node:
    """A model wired to columns: `inputs` and `outputs` are lists of (port, column)."""

    def __init__(self, model, inputs, outputs, name=None):
        self.model, self.inputs, self.outputs = model, inputs, outputs
        self.name = name or model.op + "_1"

    def write(self, put, folder, form):
        self.model.write(put, folder, form)
        if form == "json":
            shape = {way: [{"port": p, "name": c} for p, c in sockets]
                     for way, sockets in (("inputs", self.inputs), ("outputs", self.outputs))}
            put(folder + "node.json", json.dumps({"name": self.name, "shape": shape}).encode())
        else:
            put(folder + "node.pb", pb_node(self.name, self.inputs, self.outputs))


def pipeline(nodes):
    """Several nodes as one."""

    class Pipeline(Node):
        def write(self, put, folder, form):
            super().write(put, folder, form)
            for node in nodes:
                node.write(put, folder + node.name + ".node/", form)

    model = Model("pipeline", {"nodes": many("string", [n.name for n in nodes])})
    return Pipeline(model, [], [], "pipeline_1")


def write_bundle(path, node, form="json", version="0.25.2"):
    """Writes a zip; the same node gives the same bytes."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        def put(name, content):
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), content,
                             zipfile.ZIP_DEFLATED)
        put("bundle.json", json.dumps({
            "uid": "00000000-0000-0000-0000-000000000001", "name": node.name,
            "format": "json" if form == "json" else "protobuf", "version": version,
            "timestamp": "2026-01-01T00:00:00.000"}).encode())
        node.write(put, "root/", form)
