"""The containers of kubernetes/, as the manifests say: arguments, user, rights, memory."""

import os
import sys

from container import ROOT, Container, prices, rows
from images import ImageTest

sys.path.insert(0, os.path.join(ROOT, "tests", "kubernetes"))

import manifests  # noqa: E402


def docker_options(pod):
    """The options of `docker run` that do what the pod's security context and limits do."""
    has = manifests.security(pod)
    memory = manifests.container(pod)["resources"]["limits"]["memory"].removesuffix("i").lower()
    options = ["--user", str(has["runAsUser"]), "--memory", memory, "--memory-swap", memory]
    options += ["--read-only"] if has["readOnlyRootFilesystem"] else []
    options += [] if has["allowPrivilegeEscalation"] else ["--security-opt", "no-new-privileges"]
    for name in has["capabilities"]["drop"]:
        options += ["--cap-drop", name]
    return options


class Kubernetes(ImageTest):
    def test_pods_score(self):
        for name, pod in manifests.pods().items():
            only = manifests.container(pod)
            for tag in self.tags.values():
                with self.subTest("%s, %s" % (name, tag.baked)), \
                        Container(tag.baked, *docker_options(pod), arguments=only["args"]) as container:
                    self.assertEqual(container.get(only["readinessProbe"]["httpGet"]["path"])[0], 200)
                    status, answer = container.post("/score", rows()[0])
                    self.assertEqual((status, answer.get("price_prediction")), (200, prices()[0]))
