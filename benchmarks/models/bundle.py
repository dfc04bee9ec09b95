"""What benchmarks/models/make.py needs of bundles: parts of protobuf ones read, JSON ones written."""

import gzip
import json
import os
import zipfile

import numpy

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def perf_folder(name):
    return os.path.join(ROOT, "tests", "golden", "perf", name)


def fields(message):
    """The fields of a protobuf message, each as (number, value): an int, or bytes."""
    at = 0

    def varint():
        nonlocal at
        value, shift = 0, 0
        while True:
            byte = message[at]
            at += 1
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value

    while at < len(message):
        number, kind = divmod(varint(), 8)
        if kind == 0:
            yield number, varint()
            continue
        length = varint() if kind == 2 else {1: 8, 5: 4}[kind]
        yield number, message[at:at + length]
        at += length


def field(message, *path):
    """The value at a path of field numbers; an unset number is 0."""
    for number in path:
        message = dict(fields(message)).get(number, 0)
    return message


def doubles(raw, order="<"):
    return numpy.frombuffer(raw, order + "f8")


class PerfBundle:
    """A bundle of tests/golden/perf: a pipeline of one model, in protobuf."""

    def __init__(self, name):
        self.folder = perf_folder(name)
        self.zip = zipfile.ZipFile(os.path.join(self.folder, "bundle.zip"))
        self.base = next(n for n in self.zip.namelist()
                         if n.count("/") == 2 and n.endswith("/model.pb"))[:-len("model.pb")]
        model = self.zip.read(self.base + "model.pb")
        attributes = [dict(fields(a)) for n, a in fields(field(model, 2)) if n == 1]
        self.attributes = {a[1].decode(): a[2] for a in attributes}

    def list_of_doubles(self, name):
        return doubles(field(self.attributes[name], 2, 6))

    def tensor(self, name):
        """The values of a tensor of doubles, which stand in the order of the JVM's bytes."""
        return doubles(field(self.attributes[name], 3, 3), ">")

    def tree(self, index):
        """The nodes of a tree in preorder: ('leaf', values) or ('split', feature, threshold)."""
        packed = self.zip.read("%stree%d/tree.pb" % (self.base, index))
        at, nodes = 0, []
        while at < len(packed):
            size = int.from_bytes(packed[at:at + 4], "big")
            number, node = next(fields(packed[at + 4:at + 4 + size]))
            at += 4 + size
            if number == 2:
                nodes.append(("leaf", doubles(field(node, 1))))
            else:
                split = field(node, 1, 2)
                nodes.append(("split", field(split, 1), doubles(field(split, 2) or bytes(8))[0]))
        return nodes

    def rows(self):
        with gzip.open(os.path.join(self.folder, "input.json.gz")) as f:
            return numpy.array([row[0]["values"] for row in json.load(f)["rows"]])

    def copy(self, path):
        with open(os.path.join(self.folder, "bundle.zip"), "rb") as f, open(path, "wb") as to:
            to.write(f.read())


def tensor_attribute(array):
    """A tensor of doubles as model.json has it; a matrix is column-major, as Spark's are."""
    return {"double": array.ravel(order="F").tolist(), "type": "tensor",
            "shape": {"dimensions": [{"name": "", "size": n} for n in array.shape]}}


def write_bundle(path, name, op, attributes, inputs, outputs, files=()):
    """Writes a bundle whose root is one op; inputs and outputs are ports that name columns."""
    def sockets(ports):
        return [{"port": port, "name": column} for port, column in ports.items()]

    parts = {
        "bundle.json": {"format": "json", "name": name, "timestamp": "2026-01-01T00:00:00.000",
                        "uid": "00000000-0000-4000-8000-000000000000", "version": "0.25.2"},
        "root/model.json": {"op": op, "attributes": attributes},
        "root/node.json": {"name": name, "shape": {"inputs": sockets(inputs),
                                                   "outputs": sockets(outputs)}},
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for part, content in [*((k, json.dumps(v)) for k, v in parts.items()), *files]:
            out.writestr(zipfile.ZipInfo(part, (2026, 1, 1, 0, 0, 0)), content)


def write_frame(path, rows):
    """Writes a leap frame with one column, the rows as dense vectors."""
    size = rows.shape[1]
    frame = {"schema": {"fields": [{"name": "features", "type": {
        "type": "tensor", "base": "double", "dimensions": [size]}}]},
        "rows": [[{"dimensions": [size], "values": row}] for row in rows.tolist()]}
    with open(path, "w", encoding="utf-8") as f:
        json.dump(frame, f, separators=(",", ":"))
