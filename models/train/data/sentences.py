"""Writes sentences.csv, what the text model is trained on: sentences.py OUT SEED.

Sentences of scikit-learn's data set descriptions and of the documentation of numpy, pandas and
scikit-learn, each with the number of what it describes.
"""
import csv
import inspect
import os
import random
import re
import sys

import numpy as np
import pandas
from sklearn import datasets

DATA_SETS = ["iris", "wine", "breast_cancer", "diabetes", "digits", "linnerud"]
MODULES = [np, np.linalg, pandas, pandas.DataFrame, pandas.Series, datasets]
MOST = 2500


def squeeze(text):
    return re.sub(r"\s+", " ", text).strip()


def of_data_sets():
    for label, name in enumerate(DATA_SETS):
        text = getattr(datasets, "load_" + name)().DESCR
        for part in re.split(r"(?<=[.:])\s+|\n\s*\n", text):
            sentence = squeeze(part)
            if len(sentence) > 20 and "," not in sentence[:1]:
                yield sentence.replace('"', "'"), float(label)


def documentation(module):
    for name in sorted(n for n in dir(module) if not n.startswith("_")):
        try:
            yield inspect.getdoc(getattr(module, name)) or ""
        except Exception:  # an attribute that cannot be read has no documentation
            continue


def of_modules():
    for label, module in enumerate(MODULES):
        seen = set()
        for text in documentation(module):
            for part in re.split(r"(?<=[.])\s+|\n\s*\n", text)[:6]:
                sentence = squeeze(part)
                if 30 < len(sentence) < 300 and sentence not in seen:
                    seen.add(sentence)
                    yield sentence.replace('"', "'").replace("\\", ""), float(label)


def main(out, seed):
    rows = list(of_data_sets()) + list(of_modules())
    random.Random(seed).shuffle(rows)
    os.makedirs(out, exist_ok=True)
    with open(os.path.join(out, "sentences.csv"), "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["text", "label"])
        writer.writerows(rows[:MOST])


main(sys.argv[1], int(sys.argv[2]))
