"""Bundles made for a test."""

import json
import os


def write_bundle(folder, op, name="n", bundle="b", inputs=None, outputs=None):
    """A bundle of one stage; `inputs` and `outputs` are port: column."""
    def sockets(ports):
        return [{"port": port, "name": column} for port, column in (ports or {}).items()]

    info = {"uid": "1-2-3-4-5", "name": bundle, "format": "json", "version": "1",
            "timestamp": "t"}
    node = {"name": name, "shape": {"inputs": sockets(inputs), "outputs": sockets(outputs)}}
    os.mkdir(folder + "/root")
    for path, what in (("bundle.json", info), ("root/node.json", node), ("root/model.json", op)):
        with open(f"{folder}/{path}", "w", encoding="utf-8") as f:
            json.dump(what, f)
