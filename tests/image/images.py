"""The tags under test, built once and for this run alone."""

import functools
import os
import unittest

from container import MODEL, ROOT, docker

TARGETS = ["action", "action-scratch"]


class Tag:
    """An image of a target of the Dockerfile, and one made of it with a model baked in."""

    def __init__(self, target):
        self.image = "cleap/%s:test-%d" % (target, os.getpid())
        self.baked = self.image + "-baked"
        docker("build", "-q", "--network", "host", "--target", target, "-t", self.image,
               "--build-arg", "REVISION=0123abc", "--build-arg", "SOURCE=https://example.com/cleap", ROOT)
        docker("build", "-q", "-t", self.baked, "-f", "-", MODEL,
               stdin="FROM %s\nCOPY bundle.zip /model/bundle.zip\n" % self.image)

    def remove(self):
        # What lies below the tags is the next build's cache.
        docker("rmi", "--no-prune", self.baked, self.image)


class ImageTest(unittest.TestCase):
    """`self.tags` has a Tag for each of TARGETS; all test cases of a run share them."""

    tags = {}

    @classmethod
    def setUpClass(cls):
        for target in TARGETS:
            if target not in ImageTest.tags:
                ImageTest.tags[target] = Tag(target)


def remove_images():
    for tag in ImageTest.tags.values():
        tag.remove()


def each_tag(test):
    @functools.wraps(test)
    def run(self):
        for target, tag in self.tags.items():
            with self.subTest(target):
                test(self, tag)
    return run
