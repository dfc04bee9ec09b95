"""The manifests of kubernetes/, read."""

import json
import os

import yaml

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
FOLDER = os.path.join(ROOT, "kubernetes")


def documents(name):
    with open(os.path.join(FOLDER, name), encoding="utf-8") as f:
        return list(yaml.safe_load_all(f))


def runtimes():
    with open(os.path.join(FOLDER, "runtimes.json"), encoding="utf-8") as f:
        return json.load(f)


def by_kind(name, kind):
    found = [d for d in documents(name) if d["kind"] == kind]
    assert len(found) == 1, "%s has %d of kind %s" % (name, len(found), kind)
    return found[0]


def pods():
    """The pod specifications, by file."""
    return {"serve.yaml": by_kind("serve.yaml", "Deployment")["spec"]["template"]["spec"],
            "knative.yaml": by_kind("knative.yaml", "Service")["spec"]["template"]["spec"]}


def container(pod):
    (only,) = pod["containers"]
    return only


def security(pod):
    """What holds for the container: its own context over the pod's."""
    return {**pod.get("securityContext", {}), **container(pod)["securityContext"]}
