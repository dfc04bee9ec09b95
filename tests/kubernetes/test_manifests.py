"""test_manifests.py CLEAP: what is in kubernetes/ is well-formed, fits together, and is what the program takes.

The image's tests run the containers as the manifests say.
"""

import os
import re
import subprocess
import sys
import unittest
import urllib.request

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import manifests  # noqa: E402
from manifests import ROOT, by_kind, container, pods, runtimes, security  # noqa: E402

MODEL = os.path.join(ROOT, "models", "airbnb_price", "bundle.zip")
QUANTITY = r"^([0-9]+m?|[0-9]+(Ki|Mi|Gi))$"
GRACE = 25  # STOP_TIMEOUT_S of proxy/http/server.c
CLEAP = None


def text(*path):
    with open(os.path.join(ROOT, *path), encoding="utf-8") as f:
        return f.read()


def option(args, name):
    return args[args.index(name) + 1]


class Manifests(unittest.TestCase):
    def test_kinds(self):
        kinds = {name: [(d["apiVersion"], d["kind"]) for d in manifests.documents(name)]
                 for name in sorted(os.listdir(manifests.FOLDER)) if name.endswith(".yaml")}
        self.assertEqual(kinds, {"knative.yaml": [("serving.knative.dev/v1", "Service")],
                                 "serve.yaml": [("apps/v1", "Deployment"), ("v1", "Service")]})

    def test_the_service_finds_the_pods(self):
        deployment = by_kind("serve.yaml", "Deployment")["spec"]
        service = by_kind("serve.yaml", "Service")["spec"]
        labels = deployment["template"]["metadata"]["labels"]
        self.assertLessEqual(deployment["selector"]["matchLabels"].items(), labels.items())
        self.assertLessEqual(service["selector"].items(), labels.items())
        ports = {port["name"] for port in container(deployment["template"]["spec"])["ports"]}
        for port in service["ports"]:
            self.assertIn(port["targetPort"], ports)

    def test_pods_have_no_rights(self):
        for name, pod in pods().items():
            with self.subTest(name):
                has = security(pod)
                self.assertTrue(has["runAsNonRoot"] and has["readOnlyRootFilesystem"])
                self.assertFalse(has["allowPrivilegeEscalation"])
                self.assertEqual(has["capabilities"], {"drop": ["ALL"]})
                self.assertEqual(has["seccompProfile"], {"type": "RuntimeDefault"})
                self.assertFalse(pod["automountServiceAccountToken"])
                self.assertIn("USER %d:" % has["runAsUser"], text("Dockerfile"))

    def test_limits_are_quantities(self):
        for name, pod in pods().items():
            for kind in ["requests", "limits"]:
                for resource, value in container(pod)["resources"][kind].items():
                    with self.subTest("%s %s %s" % (name, kind, resource)):
                        self.assertRegex(value, QUANTITY)

    def test_requests_end_before_the_pod(self):
        self.assertIn("#define STOP_TIMEOUT_S %d\n" % GRACE, text("proxy", "http", "server.c"))
        pod = pods()["serve.yaml"]
        sleep = container(pod)["lifecycle"]["preStop"]["sleep"]["seconds"]
        self.assertGreater(pod["terminationGracePeriodSeconds"], sleep + GRACE)
        self.assertLess(pods()["knative.yaml"]["timeoutSeconds"], GRACE)

    def test_probes_reach_the_port_by_its_name(self):
        only = container(pods()["serve.yaml"])
        names = {port["name"] for port in only["ports"]}
        for probe in ["startupProbe", "readinessProbe", "livenessProbe"]:
            self.assertIn(only[probe]["httpGet"]["port"], names)

    def test_the_program_takes_the_arguments_and_answers_the_probes(self):
        for name, pod in pods().items():
            with self.subTest(name):
                only = container(pod)
                args = list(only["args"])
                self.assertEqual(args[0], "cleap")
                self.assertEqual(option(args, "--host"), "0.0.0.0")
                self.assertEqual(int(option(args, "--port")), only["ports"][0]["containerPort"])
                for change, value in {"--host": "127.0.0.1", "--port": "0", "--model": MODEL}.items():
                    args[args.index(change) + 1] = value
                paths = {probe["httpGet"]["path"] for key, probe in only.items() if key.endswith("Probe")}
                self.assertTrue(paths)
                self.serve(args[1:], paths)

    def serve(self, args, paths):
        server = subprocess.Popen([CLEAP, *args], stderr=subprocess.PIPE, text=True)
        with server:
            try:
                found = re.search(r"listening on (\S+)", server.stderr.readline())
                self.assertTrue(found, "the program refuses " + " ".join(args))
                for path in paths:
                    with urllib.request.urlopen("http://%s%s" % (found.group(1), path), timeout=10) as answer:
                        self.assertEqual(answer.status, 200)
            finally:
                server.terminate()
        self.assertEqual(server.returncode, 0)


class Runtimes(unittest.TestCase):
    def test_each_family_has_one_default(self):
        for family, kinds in runtimes()["runtimes"].items():
            self.assertEqual([kind["default"] for kind in kinds].count(True), 1)
            for kind in kinds:
                self.assertRegex(kind["kind"], "^%s:[0-9.]+$" % family)

    def test_kinds_have_what_the_controller_reads(self):
        for (kind,) in runtimes()["runtimes"].values():
            self.assertEqual(set(kind["image"]), {"prefix", "name", "tag"})
            self.assertEqual(set(kind["attached"]), {"attachmentName", "attachmentType"})
            for stem in kind["stemCells"]:
                self.assertRegex(stem["memory"], r"^[0-9]+ MB$")
                self.assertGreaterEqual(int(stem["memory"].split()[0]), 128)
                self.assertGreaterEqual(stem["initialCount"], 1)
                self.assertEqual(set(stem["reactive"]), {"minCount", "maxCount", "ttl", "threshold", "increment"})
                self.assertLessEqual(stem["reactive"]["minCount"], stem["reactive"]["maxCount"])

    def test_versions_are_this_one(self):
        version = subprocess.run([CLEAP, "--version"], capture_output=True, text=True, check=True).stdout.split()[1]
        kind = runtimes()["runtimes"]["cleap"][0]
        self.assertEqual(kind["kind"], "cleap:" + version.rpartition(".")[0])
        self.assertEqual(kind["image"]["tag"], version + "-scratch")
        self.assertEqual([box["tag"] for box in runtimes()["blackboxes"]], [version])
        self.assertIn("ARG VERSION=%s\n" % version, text("Dockerfile"))


if __name__ == "__main__":
    CLEAP = sys.argv.pop(1)
    unittest.main()
