"""What an image says it is and holds."""

import json
import os
import re
import subprocess
import tarfile
import tempfile

from container import docker
from images import ImageTest, each_tag

SBOM = "usr/share/doc/cleap/sbom.cdx.json"
AUTHORITIES = "etc/ssl/certs/ca-certificates.crt"
SCRATCH_BYTES = 15_000_000  # compressed
PURL = r"pkg:(deb/debian|generic)/[a-z0-9.%+B-]+@[^?\s]+(\?arch=[a-z0-9]+&distro=debian-[0-9]+)?"


def files(image):
    """The names of the regular files of an image, and the text of its bill of materials."""
    container = docker("create", image)
    try:
        with tempfile.TemporaryFile() as tar:
            subprocess.run(["docker", "export", container], stdout=tar, check=True)
            tar.seek(0)
            with tarfile.open(fileobj=tar) as archive:
                names = [member.name for member in archive if member.isfile()]
                return names, json.load(archive.extractfile(SBOM))
    finally:
        docker("rm", container)


def locations(component):
    return [place["location"] for place in component.get("evidence", {}).get("occurrences", [])]


class Contents(ImageTest):
    @each_tag
    def test_says_what_it_is(self, tag):
        labels = json.loads(docker("inspect", "-f", "{{json .Config.Labels}}", tag.image))
        labels = {name.removeprefix("org.opencontainers.image."): value
                  for name, value in labels.items()}
        self.assertEqual(labels["revision"], "0123abc")
        self.assertEqual(labels["source"], "https://example.com/cleap")
        self.assertEqual(labels["licenses"], "Apache-2.0")
        self.assertEqual("cleap " + labels["version"],
                         docker("run", "--rm", tag.image, "cleap", "--version"))
        for name in ["title", "description"]:
            self.assertTrue(labels[name])

    @each_tag
    def test_has_a_bill_of_materials(self, tag):
        names, sbom = files(tag.image)
        self.assertEqual((sbom["bomFormat"], sbom["specVersion"], sbom["version"]), ("CycloneDX", "1.5", 1))
        self.assertRegex(sbom["serialNumber"], r"^urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")
        self.assertRegex(sbom["metadata"]["timestamp"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")
        self.assertEqual(sbom["metadata"]["component"]["type"], "container")
        for component in sbom["components"]:
            self.assertLessEqual({"type", "bom-ref", "name", "version", "purl"}, set(component))
            self.assertIn(component["type"], ["application", "library"])
            self.assertRegex(component["purl"], "^%s$" % PURL)
            for place in locations(component):
                self.assertIn(place.lstrip("/"), names)
        references = [component["bom-ref"] for component in sbom["components"]]
        self.assertEqual(len(references), len(set(references)))
        for entry in sbom["dependencies"]:
            self.assertLessEqual(set(entry["dependsOn"]), set(references))
        self.assertLessEqual({"cleap", "libzip4", "libmicrohttpd12", "libc6"},
                             {component["name"] for component in sbom["components"]})

    def test_every_library_of_scratch_is_in_its_bill(self):
        names, sbom = files(self.tags["action-scratch"].image)
        told = {place.lstrip("/") for component in sbom["components"] for place in locations(component)}
        self.assertIn(AUTHORITIES, names)
        libraries = {name for name in names if re.search(r"\.so(\.[0-9.]+)?$", os.path.basename(name))}
        self.assertGreater(len(libraries), 10)
        self.assertEqual(told, libraries | {"usr/local/bin/cleap", AUTHORITIES})

    def test_scratch_is_small(self):
        save = subprocess.Popen(["docker", "save", self.tags["action-scratch"].image], stdout=subprocess.PIPE)
        packed = subprocess.run(["gzip", "-c"], stdin=save.stdout, capture_output=True, check=True)
        save.stdout.close()
        self.assertEqual(save.wait(), 0)
        self.assertLess(len(packed.stdout), SCRATCH_BYTES)
