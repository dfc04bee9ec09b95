"""Stages made at random: what prepares features. Each function gives a Node and its columns."""

import math

from bundle import Model, Node, Shape, many, one, tensor
from chance import scalar, tokens, vector


def node(model, inputs, outputs, columns):
    return Node(model, inputs, outputs), columns


def unary(op, attributes, column, out="output"):
    return node(Model(op, attributes), [("input", column.name)], [(out, "out")], [column])


def maybe(r, attributes, name, value, p=0.5):
    if r.flip(p):
        attributes[name] = value


def handle(r, words=("error", "skip", "keep")):
    return one("string", r.choice(words))


def labels_of(r, n):
    return [r.word() for _ in range(n)]


def hit(labels, miss=0.15):
    return lambda r: r.choice(labels) if labels and not r.flip(miss) else r.word()


def string_indexer(r):
    n = r.randint(1, 3)
    attributes = {"labels_length": one("int", n)}
    columns = []
    for i in range(n):
        labels = labels_of(r, r.randint(1, 6)) + r.choice([[], ["1.0", "2.0"], ["1", "0"]])
        attributes["labels_array_%d" % i] = many("string", labels)
        columns.append(scalar("c%d" % i, hit(labels), "string"))
    maybe(r, attributes, "handle_invalid", handle(r), 0.9)
    if n == 1 and r.flip(0.3):
        attributes = {"labels": attributes["labels_array_0"], **(
            {"handle_invalid": attributes["handle_invalid"]} if "handle_invalid" in attributes
            else {})}
        if r.flip():
            return unary("string_indexer", attributes, columns[0])
    return node(Model("string_indexer", attributes),
                [("input%d" % i, "c%d" % i) for i in range(n)],
                [("output%d" % i, "o%d" % i) for i in range(n)], columns)


def reverse_string_indexer(r):
    labels = labels_of(r, r.randint(1, 6))
    attributes = {"labels": many("string", labels)}
    shape = r.choice(["scalar", "scalar", "list", "tensor"])
    if shape != "scalar" or r.flip():
        dims = r.choice([None, [3], [-1]]) if shape == "tensor" else None
        attributes["input_shape"] = one("data_shape", Shape(shape, r.flip(0.05), dims))
    def natural(r):
        return float(r.randrange(len(labels))) + r.choice([0, 0, 0, 0.5]) if r.flip(0.97) \
            else r.number()
    column = scalar("in", natural) if shape == "scalar" else vector("in", r.randint(0, 4), natural)
    if shape == "list":
        column.shape = "list"
    return unary("reverse_string_indexer", attributes, column)


def one_hot_encoder(r):
    n = r.randint(1, 3)
    sizes = [r.randint(1, 5) for _ in range(n)]
    attributes = {"category_sizes": many("int", sizes), "drop_last": one("boolean", r.flip()),
                  "handle_invalid": handle(r, ("error", "keep", "keep"))}
    if r.flip(0.03):
        attributes["handle_invalid"] = one("string", "skip")
    def natural(size):
        return lambda r: float(r.randrange(size + 1)) if r.flip(0.93) else r.number()
    columns = [scalar("c%d" % i, natural(sizes[i])) for i in range(n)]
    if n == 1 and r.flip(0.3):
        if r.flip():
            attributes = {"size": one("long", sizes[0])}
            maybe(r, attributes, "drop_last", one("boolean", r.flip()))
            maybe(r, attributes, "handle_invalid", handle(r))
        return unary("one_hot_encoder", attributes, columns[0])
    return node(Model("one_hot_encoder", attributes),
                [("input%d" % i, "c%d" % i) for i in range(n)],
                [("output%d" % i, "o%d" % i) for i in range(n)], columns)


def vector_assembler(r):
    n = r.randint(1, 5)
    shapes, columns = [], []
    for i in range(n):
        if r.flip():
            shapes.append(Shape("scalar", r.flip()))
            columns.append(scalar("c%d" % i, lambda r: r.number()))
        else:
            size = r.randint(0, 8)
            shapes.append(Shape("tensor", r.flip(), [size]))
            zeros = r.random()
            columns.append(vector("c%d" % i, size,
                                  lambda r, z=zeros: 0.0 if r.flip(z) else r.number()))
    return node(Model("vector_assembler", {"input_shapes": many("data_shape", shapes)}),
                [("input%d" % i, "c%d" % i) for i in range(n)], [("output", "out")], columns)


def standard_scaler(r):
    n = r.randint(0, 9)
    attributes = {}
    which = r.randrange(1, 4)
    if which & 1:
        attributes["mean"] = tensor(r.tames(n, 0.03), [n])
    if which & 2:
        attributes["std"] = tensor(r.tames(n, 0.03), [n])
    return unary("standard_scaler", attributes, vector("in", n))


def min_max_scaler(r):
    n = r.randint(0, 9)
    low = r.tames(n, 0.02)
    high = [a if r.flip(0.2) else a + abs(r.tame(0.02)) for a in low]
    attributes = {"min": tensor(low, [n]), "max": tensor(high, [n])}
    maybe(r, attributes, "minValue", one("double", r.tame(0.02)))
    maybe(r, attributes, "maxValue", one("double", r.tame(0.02)))
    return unary("min_max_scaler", attributes, vector("in", n))


def max_abs_scaler(r):
    n = r.randint(0, 9)
    return unary("max_abs_scaler", {"maxAbs": tensor([abs(x) for x in r.tames(n, 0.02)], [n])},
                 vector("in", n))


def normalizer(r):
    n = r.randint(0, 9)
    p = r.choice([1.0, 2.0, 2.0, math.inf, 3.0, 1.5])
    return unary("normalizer", {"p_norm": one("double", p), "input_size": one("int", n)},
                 vector("in", n))


def elementwise_product(r):
    n = r.randint(0, 9)
    return unary("elementwise_product", {"scaling_vec": tensor(r.tames(n, 0.05), [n])},
                 vector("in", n))


def idf(r):
    n = r.randint(0, 9)
    return unary("idf", {"idf": tensor(r.tames(n, 0.03), [n])}, vector("in", n))


def bucketizer(r):
    splits = sorted({r.choice([r.tame(), float(r.randint(-3, 6))]) + 0.0
                     for _ in range(r.randint(3, 7))} | {0.0, 1.0, 2.0})
    if r.flip(0.7):
        splits = [-math.inf] + splits + [math.inf]
    attributes = {"splits": many("double", splits)}
    maybe(r, attributes, "handle_invalid", handle(r), 0.85)
    return unary("bucketizer", attributes,
                 scalar("in", lambda r: r.choice(splits) if r.flip(0.3) else r.number()))


def binarizer(r):
    op = r.choice(["binarizer", "sklearn_binarizer"])
    attributes = {"threshold": one("double", r.choice([0.0, 0.5, -0.5, r.tame(0.05)]))}
    size = r.randint(0, 9)
    flat = r.flip()
    shape = Shape("scalar", False) if flat else Shape("tensor", False, [size])
    attributes["input_shapes"] = one("data_shape", shape) if op == "binarizer" \
        else many("data_shape", [shape])
    return unary(op, attributes,
                 scalar("in", lambda r: r.number()) if flat else vector("in", size))


def imputer(r):
    attributes = {"surrogate_value": one("double", r.tame(0.05)),
                  "strategy": one("string", r.choice(["mean", "median", "mode"]))}
    maybe(r, attributes, "missing_value", one("double", r.choice([math.nan, 0.0, 1.0, -1.0])))
    maybe(r, attributes, "nullable_input", one("boolean", r.flip()))
    return unary("imputer", attributes, scalar("in", lambda r: r.number(0.2)))


def tokenizer(r):
    return unary("tokenizer", {}, scalar("in", text, "string"))


def text(r):
    return r.choice([" ", " ", "  ", "-", ",", "\t"]).join(r.words())


def regex_tokenizer(r):
    regex = r.choice([r"\s+", r"\W+", r"\w+", r"[a-z]+", r",", r"", r"a*", r"(?=[A-Z])", r"\b",
                      r"[^\p{L}]+", r"\s", r".", r"(?i)THE", r"x?", r"\d+|\s"])
    attributes = {"regex": one("string", regex), "match_gaps": one("boolean", r.flip()),
                  "token_min_length": one("int", r.randint(0, 3)),
                  "lowercase_text": one("boolean", r.flip())}
    return unary("regex_tokenizer", attributes, scalar("in", text, "string"))


def stopwords_remover(r):
    attributes = {"stop_words": many("string", labels_of(r, r.randint(0, 6))),
                  "case_sensitive": one("boolean", r.flip())}
    return unary("stopwords_remover", attributes, tokens("in"))


def ngram(r):
    return unary("ngram", {"n": one("long", r.randint(1, 4))}, tokens("in"))


def word_filter(r):
    return unary("word_filter", {"length": one("int", r.randint(-1, 3))}, tokens("in"))


def hashing_term_frequency(r):
    attributes = {"num_features": one("long", r.choice([1, 2, 7, 16, 1000, 1 << 18]))}
    maybe(r, attributes, "binary", one("boolean", r.flip()))
    maybe(r, attributes, "hashUnsafeBytesVersion", one("int", r.choice([1, 2])))
    return unary("hashing_term_frequency", attributes, tokens("in"))


def count_vectorizer(r):
    words = labels_of(r, r.randint(1, 6))
    if r.flip(0.8):
        words = list(dict.fromkeys(words))
    attributes = {"vocabulary": many("string", words), "binary": one("boolean", r.flip()),
                  "min_tf": one("double", r.choice([0.0, 0.1, 0.34, 1.0, 2.0, 0.5]))}
    return unary("count_vectorizer", attributes, tokens("in", hit(words, 0.3)))


def word_to_vector(r):
    words = list(dict.fromkeys(labels_of(r, r.randint(1, 6))))
    size = r.randint(1, 7)
    attributes = {"words": many("string", words),
                  "word_vectors": many("double", r.tames(size * len(words), 0.02))}
    if r.flip():
        order = list(range(len(words)))
        r.shuffle(order)
        attributes["indices"] = many("long", order)
    maybe(r, attributes, "kernel", one("string", r.choice(["default", "sqrt"])))
    return unary("word_to_vector", attributes, tokens("in", hit(words, 0.3)))


def feature_hasher(r):
    n = r.randint(1, 5)
    bases = [r.choice(["boolean", "byte", "short", "int", "long", "float", "double", "string"])
             for _ in range(n)]
    names = ["c%d" % i for i in range(n)]
    attributes = {"num_features": one("long", r.choice([1, 4, 100, 1 << 18])),
                  "categorical_cols": many("string", [c for c in names if r.flip(0.3)]),
                  "input_shapes": many("data_shape", [Shape("scalar", r.flip(0.8)) for _ in names]),
                  "basic_types": many("basic_type", bases), "input_names": many("string", names)}
    columns = []
    for name, base in zip(names, bases):
        column = scalar(name, lambda r: r.number(), "double")
        if base == "string":
            column = scalar(name, lambda r: r.word(), "string")
        columns.append(column)
    return node(Model("feature_hasher", attributes),
                [("input%d" % i, c) for i, c in enumerate(names)], [("output", "out")], columns)


def pca(r):
    n, k = r.randint(1, 9), r.randint(1, 4)
    return unary("pca", {"principal_components": tensor(r.tames(n * k, 0.02), [n, k])},
                 vector("in", n))


def dct(r):
    n = r.choice([1, 2, 3, 4, 5, 6, 7, 8, 12, 16, 17, 31, 32, 33])
    return unary("dct", {"inverse": one("boolean", r.flip()), "input_size": one("int", n)},
                 vector("in", n, lambda r: r.tame()))


def chi_sq_selector(r):
    n = r.randint(1, 9)
    chosen = sorted(r.sample(range(n), r.randint(0, n)))
    if r.flip(0.2):
        r.shuffle(chosen)
    return unary("chi_sq_selector", {"filter_indices": many("long", chosen),
                                     "input_size": one("int", n)}, vector("in", n))


def vector_slicer(r):
    n = r.randint(1, 9)
    chosen = r.sample(range(n), r.randint(1, n))
    cut = r.randint(0, len(chosen))
    attributes = {"indices": many("long", chosen[:cut]),
                  "names": many("string", ["n%d" % i for i in chosen[cut:]]),
                  "named_indices": many("int", chosen[cut:]), "input_size": one("int", n)}
    return unary("vector_slicer", attributes, vector("in", n))


def vector_indexer(r):
    n = r.randint(1, 6)
    keys = sorted(r.sample(range(n), r.randint(0, n)))
    values = [0.0, 1.0, -1.0, 2.5, 3.0]
    attributes = {"keys": many("long", keys), "num_features": one("long", n)}
    for k in keys:
        known = r.sample(values, r.randint(1, 5))
        attributes["key_%d_keys" % k] = many("double", known)
        attributes["key_%d_values" % k] = many("long", range(len(known)))
    maybe(r, attributes, "handle_invalid", handle(r), 0.85)
    return unary("vector_indexer", attributes, vector(
        "in", n, lambda r: r.choice(values) if r.flip(0.95) else r.number()))


def polynomial_expansion(r):
    n, degree = r.randint(1, 4), r.randint(1, 3)
    size = math.comb(n + degree, degree) - 1
    return unary("polynomial_expansion", {"degree": one("long", degree),
                                          "input_size": one("long", n)}, vector("in", n))\
        if size else None


def sklearn_polynomial_expansion(r):
    n = r.randint(1, 4)
    terms = []
    for _ in range(r.randint(1, 6)):
        factors = r.sample(range(n), r.randint(1, n))
        terms.append(" ".join("x%d" % i + ("^%d" % r.randint(1, 4) if r.flip() else "")
                              for i in factors))
    if r.flip(0.3):
        terms.insert(0, "1")
    joined = ("[%s]" if r.flip() else "%s") % ",".join(terms)
    return unary("sklearn_polynomial_expansion", {"combinations": one("string", joined)},
                 vector("in", n, lambda r: r.number(0.05)))


def interaction(r):
    n = r.randint(2, 3)
    attributes = {"num_inputs": one("int", n)}
    shapes, columns = [], []
    for i in range(n):
        size = r.choice([0, 0, 1, 2, 3])
        spec = [r.choice([1, 1, 2, 3]) for _ in range(size or 1)]
        def natural(r, spec=spec):
            most = max(spec)
            return float(r.randrange(min(spec) if r.flip(0.95) else most)) if most > 1 \
                else r.number()
        attributes["num_features%d" % i] = many("int", spec)
        shapes.append(Shape("tensor", r.flip(), [size]) if size else Shape("scalar", r.flip()))
        columns.append(vector("c%d" % i, size, natural) if size else scalar("c%d" % i, natural))
    attributes["input_shapes"] = many("data_shape", shapes)
    return node(Model("interaction", attributes), [("input%d" % i, "c%d" % i) for i in range(n)],
                [("output", "out")], columns)


def bucketed_random_projection_lsh(r):
    n, k = r.randint(1, 9), r.randint(1, 3)
    attributes = {"random_unit_vectors": many("tensor", [tensor(r.tames(n), [n]).value
                                                         for _ in range(k)]),
                  "bucket_length": one("double", r.choice([0.5, 2.0, 0.1, 1e-3])),
                  "input_size": one("int", n)}
    return unary("bucketed_random_projection_lsh", attributes, vector("in", n))


def min_hash_lsh(r):
    n, k = r.randint(1, 9), r.randint(1, 3)
    big = lambda: r.randrange(1, 2038074743)
    attributes = {"random_coefficients_a": many("long", [big() for _ in range(k)]),
                  "random_coefficients_b": many("long", [big() for _ in range(k)]),
                  "input_size": one("int", n)}
    return unary("min_hash_lsh", attributes, vector("in", n, lambda r: r.choice([0., 1., 1., 2.])
                                                    if r.flip(0.95) else r.number()))


def coalesce(r):
    n = r.randint(1, 4)
    attributes = {"nullable_inputs": many("boolean", [r.flip(0.8) for _ in range(n)])}
    return node(Model("coalesce", attributes), [("input%d" % i, "c%d" % i) for i in range(n)],
                [("output", "out")], [scalar("c%d" % i, lambda r: r.number()) for i in range(n)])


def map_entry_selector(r):
    base = r.choice(["double", "float", "long", "int", "short", "string", "byte", "boolean"])
    slot = {"short": "int", "byte": "int"}.get(base, base)
    default = r.of_base(base, 1.0 if base != "string" else "d")
    attributes = {"key_type": one("basic_type", "string"), "value_type": one("basic_type", base),
                  "default_value": one(slot, default)}
    value = scalar("in", lambda r: r.word() if base == "string" else r.number(),
                   base if r.flip(0.7) else r.choice(["double", "int", "string"]))
    value.shape = "map"
    return node(Model("map_entry_selector", attributes), [("input", "in"), ("key", "k")],
                [("output", "out")], [value, scalar("k", hit(["a", "b", "A"], 0.3), "string")])


def math_unary(r):
    op = r.choice(["log", "exp", "sqrt", "sin", "cos", "tan", "abs", "floor", "ceil", "round",
                   "logit"])
    return unary("math_unary", {"operation": one("string", op)}, scalar(
        "in", lambda r: r.random() if op == "logit" and r.flip(0.8) else r.number(0.2)))


def math_binary(r):
    op = r.choice(["add", "sub", "mul", "div", "rem", "log_n", "pow", "min", "max"])
    attributes = {"operation": one("string", op)}
    inputs, columns = [], []
    for name in "ab":
        if r.flip(0.25):
            attributes["d" + name] = one("double", r.tame(0.05))
        else:
            inputs.append(("input_" + name, name))
            columns.append(scalar(name, lambda r: r.number(0.2)))
    if not columns:
        columns.append(scalar("unused", lambda r: 1.0))
    return node(Model("math_binary", attributes), inputs, [("output", "out")], columns)


def multinomial_labeler(r):
    n = r.randint(1, 6)
    attributes = {"threshold": one("double", r.choice([0.0, 0.1, 0.5])),
                  "labels": many("string", labels_of(r, n if r.flip(0.9) else n - 1))}
    return node(Model("multinomial_labeler", attributes), [("features", "in")],
                [("probabilities", "p"), ("labels", "l")],
                [vector("in", n, lambda r: r.random() if r.flip(0.9) else r.number())])


def string_map(r):
    labels = labels_of(r, r.randint(1, 6))
    attributes = {"labels": many("string", labels), "values": many("double", r.tames(len(labels)))}
    maybe(r, attributes, "handle_invalid", handle(r, ("error", "keep", "keep")), 0.8)
    maybe(r, attributes, "default_value", one("double", r.tame()))
    return unary("string_map", attributes, scalar("in", hit(labels), "string"))


def regex_indexer(r):
    regexes = r.sample([r"a", r"^b", r"\d+", r"(?i)THE", r"b$", r"[^a-z]", r"x|y", r"^$", r"é",
                        r"\bfoo\b", r"\p{Lu}", r".", r"日"], r.randint(1, 4))
    attributes = {"regexes": many("string", regexes),
                  "indices": many("int", [r.randint(-2, 9) for _ in regexes])}
    maybe(r, attributes, "default_value", one("int", r.randint(0, 9)), 0.8)
    return unary("regex_indexer", attributes, scalar("in", lambda r: r.word(), "string"))


ALL = [string_indexer, reverse_string_indexer, one_hot_encoder, vector_assembler, standard_scaler,
       min_max_scaler, max_abs_scaler, normalizer, elementwise_product, idf, bucketizer, binarizer,
       imputer, tokenizer, regex_tokenizer, stopwords_remover, ngram, word_filter,
       hashing_term_frequency, count_vectorizer, word_to_vector, feature_hasher, pca, dct,
       chi_sq_selector, vector_slicer, vector_indexer, polynomial_expansion,
       sklearn_polynomial_expansion, interaction, bucketed_random_projection_lsh, min_hash_lsh,
       coalesce, map_entry_selector, math_unary, math_binary, multinomial_labeler, string_map,
       regex_indexer]
