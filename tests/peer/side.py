"""A program that answers jobs: MleapAnswers.java or answers.c."""

import os
import subprocess

from answer import Answer


class Side:
    def __init__(self, program, answer):
        self.process = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        text=True)
        self.answer = answer

    def ask(self, folder, frame):
        line = [os.path.join(folder, "bundle.zip"), frame, os.path.join(folder, self.answer)]
        self.process.stdin.write("\t".join(line) + "\n")
        self.process.stdin.flush()

    def get(self, folder):
        if not self.process.stdout.readline():
            raise SystemExit("%s ended on %s" % (self.answer, folder))
        with open(os.path.join(folder, self.answer), "rb") as f:
            return Answer(f.read())
