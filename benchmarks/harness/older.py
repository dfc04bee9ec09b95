"""Rewrites a bundle so that MLeap 0.20 reads it.

That version knows a string_indexer of one column only. One of several columns is split into as many
nodes, which do the same; nothing else changes. Bundles in JSON and in protobuf.
"""

import json
import zipfile

from models.bundle import fields


def varint(n):
    out = bytearray()
    while n >= 128:
        out.append(n & 127 | 128)
        n >>= 7
    out.append(n)
    return bytes(out)


def put(number, value):
    """A field of a protobuf message: a number, text or a message."""
    if isinstance(value, int):
        return varint(number << 3) + varint(value)
    if isinstance(value, str):
        value = value.encode()
    return varint(number << 3 | 2) + varint(len(value)) + value


class Protobuf:
    suffix = ".pb"

    @staticmethod
    def attributes(model):
        attributes = [dict(fields(a)) for _, a in fields(dict(fields(model))[2])]
        return {a[1].decode(): a[2] for a in attributes}

    @staticmethod
    def model(op, attributes):
        packed = b"".join(put(1, put(1, k) + put(2, v)) for k, v in attributes.items())
        return put(1, op) + put(2, packed)

    @staticmethod
    def sockets(node):
        shape = dict(fields(node))[2]
        found = {1: {}, 2: {}}
        for side, socket in fields(shape):
            parts = dict(fields(socket))
            found[side][parts[1].decode()] = parts[2].decode()
        return found[1], found[2]

    @staticmethod
    def node(name, column, output):
        return put(1, name) + put(2, put(1, put(1, "input") + put(2, column)) +
                                  put(2, put(1, "output") + put(2, output)))

    @classmethod
    def replace_node(cls, pipeline, old, new):
        names = [n.decode() for _, n in fields(dict(fields(cls.attributes(pipeline)["nodes"]))[2])]
        at = names.index(old)
        names[at:at + 1] = new
        return cls.model("pipeline", {"nodes": put(2, b"".join(put(2, n) for n in names))})


class Json:
    suffix = ".json"

    @staticmethod
    def attributes(model):
        return json.loads(model)["attributes"]

    @staticmethod
    def model(op, attributes):
        return json.dumps({"op": op, "attributes": attributes})

    @staticmethod
    def sockets(node):
        shape = json.loads(node)["shape"]
        return tuple({s["port"]: s["name"] for s in shape[side]} for side in ("inputs", "outputs"))

    @staticmethod
    def node(name, column, output):
        return json.dumps({"name": name, "shape": {
            "inputs": [{"name": column, "port": "input"}],
            "outputs": [{"name": output, "port": "output"}]}})

    @classmethod
    def replace_node(cls, pipeline, old, new):
        root = json.loads(pipeline)
        nodes = root["attributes"]["nodes"]
        names = nodes["string"]
        at = names.index(old)
        names[at:at + 1] = new
        return json.dumps(root)


def split_indexer(files, folder, form):
    """Replaces the node of that folder by one for each of its columns. False: it has one only."""
    attributes = form.attributes(files[folder + "model" + form.suffix])
    inputs, outputs = form.sockets(files[folder + "node" + form.suffix])
    if "input" in inputs:
        return False
    old = folder.split("/")[-2][:-len(".node")]
    new = ["%s_%d" % (old, i) for i in range(len(inputs))]
    for i, name in enumerate(new):
        own = {"labels": attributes["labels_array_%d" % i],
               "handle_invalid": attributes["handle_invalid"]}
        at = "root/%s.node/" % name
        files[at + "model" + form.suffix] = form.model("string_indexer", own)
        files[at + "node" + form.suffix] = form.node(name, inputs["input%d" % i],
                                                     outputs["output%d" % i])
    for part in ("model", "node"):
        del files[folder + part + form.suffix]
    root = "root/model" + form.suffix
    files[root] = form.replace_node(files[root], old, new)
    return True


def for_mleap_0_20(bundle, rewritten):
    """Writes the rewritten bundle; the path of what MLeap 0.20 can read, which may be `bundle`."""
    with zipfile.ZipFile(bundle) as packed:
        files = {n: packed.read(n) for n in packed.namelist() if not n.endswith("/")}
    changed = False
    for name in list(files):
        form = Json if name.endswith(".json") else Protobuf
        if name.startswith("root/strIdx") and name.endswith("model" + form.suffix):
            changed |= split_indexer(files, name[:-len("model" + form.suffix)], form)
    if not changed:
        return bundle
    with zipfile.ZipFile(rewritten, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in files.items():
            out.writestr(name, content)
    return rewritten
