"""Answers of either side, and where two of them differ."""

import json
import math
import struct

from frame import Dense, Reader, Sparse, Type


class Answer:
    """at: '' when there are rows, else L, I or P with `words`; rows: (status, cells or words)."""

    def __init__(self, raw):
        self.raw, self.at, self.words, self.fields, self.rows = raw, "", "", [], []
        if raw[:1] != b"R":
            self.at, self.words = raw[:1].decode(), raw[1:].decode("utf-8", "replace")
            return
        reader = Reader(raw)
        reader.at = 1
        whole = reader.value("string")
        (n,) = struct.unpack_from(">i", whole)
        schema = json.loads(whole[4:] if whole[:1] == b"\0" else whole)
        self.fields = [(f["name"], Type.from_json(f["type"])) for f in schema["fields"]]
        while reader.at < len(raw):
            status, payload = chr(reader.take(">B")), reader.value("string")
            self.rows.append((status, self.cells(payload) if status == "o"
                              else payload.decode("utf-8", "replace")))

    def cells(self, payload):
        reader = Reader(payload)
        return [reader.cell(t) for _, t in self.fields]


def bits(value):
    (n,) = struct.unpack(">q", struct.pack(">d", value))
    return n if n >= 0 else -(n & (1 << 63) - 1)


def near(a, b, ulps, scale):
    if a == b and (not isinstance(a, float) or math.copysign(1, a) == math.copysign(1, b)):
        return True
    if not isinstance(a, float) or not isinstance(b, float):
        return False
    if math.isnan(a) or math.isnan(b):
        return math.isnan(a) and math.isnan(b)
    if scale and math.isfinite(a) and math.isfinite(b):
        return abs(a - b) <= scale
    return ulps > 0 and abs(bits(a) - bits(b)) <= ulps


def same(a, b, ulps=0, of_norm=0.0):
    if type(a) is not type(b):
        return False
    if isinstance(a, Dense) or isinstance(a, Sparse):
        if a.dims != b.dims or isinstance(a, Sparse) and a.indices != b.indices:
            return False
        a, b = a.values, b.values
    if isinstance(a, list):
        scale = 0.0
        if of_norm and a and isinstance(a[0], float):
            scale = of_norm * math.sqrt(sum(v * v for v in a))
        return len(a) == len(b) and all(near(x, y, ulps, scale) for x, y in zip(a, b))
    return near(a, b, ulps, 0.0)


ULPS = {"generalized_linear_regression": 2, "gbt_classifier": 2, "logistic_regression": 2,
        "math_binary": 1, "math_unary": 1, "naive_bayes": 2, "lda_local_model_op": 8,
        "aft_survival_regression": 2, "multi_layer_perceptron_classifier": 2, "normalizer": 2,
        "sklearn_polynomial_expansion": 2, "one_vs_rest": 2}
OF_NORM = {"dct": 1e-13, "gaussian_mixture": 1e-10}


def differences(op, jvm, ours):
    """Words for what differs, nothing if all is the same."""
    if jvm.at != ours.at:
        return ["JVM %s: %s; cleap %s: %s" % (jvm.at or "answers", jvm.words[:300],
                                              ours.at or "answers", ours.words[:200])]
    if jvm.at:
        return []
    found = []
    if [(n, t.to_json()) for n, t in jvm.fields] != [(n, t.to_json()) for n, t in ours.fields]:
        found.append("schemas: JVM %s; cleap %s" % ([(n, t.to_json()) for n, t in jvm.fields],
                                                    [(n, t.to_json()) for n, t in ours.fields]))
        return found
    for i, ((js, jc), (cs, cc)) in enumerate(zip(jvm.rows, ours.rows)):
        if js != cs:
            found.append("row %d: JVM %s %s; cleap %s %s" % (i, js, show(jc), cs, show(cc)))
        elif js == "o":
            for (name, _), a, b in zip(jvm.fields, jc, cc):
                if not same(a, b, ULPS.get(op, 0), OF_NORM.get(op, 0.0)):
                    found.append("row %d, %s: JVM %s; cleap %s" % (i, name, show(a), show(b)))
    found += ["whole frame: " + words for status, words in ours.rows if status == "W"]
    return found


def show(cell):
    if isinstance(cell, list):
        return "[%s]" % ", ".join(map(show, cell))
    if isinstance(cell, Dense):
        return "dense%s%s" % (cell.dims, cell.values)
    if isinstance(cell, Sparse):
        return "sparse%s%s%s" % (cell.dims, [i[0] for i in cell.indices], cell.values)
    return repr(cell)[:300]
