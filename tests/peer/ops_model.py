"""Stages made at random: what predicts. Each function gives a Node and its columns."""

from bundle import Model, Node, many, one, tensor
from chance import scalar, vector

CLASSIFIER = ("raw_prediction", "probability")


def predictor(r, model, n, optional=(), natural=None, fixed=()):
    """A stage over features, with some of its optional outputs."""
    ports = [p for p in optional if r.flip()] + list(fixed) + ["prediction"]
    if r.flip(0.3):
        r.shuffle(ports)
    return Node(model, [("features", "in")], [(p, "o_" + p) for p in ports]), \
        [vector("in", n, natural)]


def thresholds(r, attributes, n, p=0.4):
    if r.flip(p):
        values = [r.choice([r.random(), 0.5, 0.3, 1.0]) for _ in range(n)]
        if r.flip(0.3):
            values[r.randrange(n)] = 0.0
        attributes["thresholds"] = many("double", values)


def linear(r, n):
    return {"coefficients": tensor(r.tames(n, 0.02), [n]), "intercept": one("double", r.tame())}


def linear_regression(r):
    n = r.randint(0, 13)
    return predictor(r, Model("linear_regression", linear(r, n)), n)


def generalized_linear_regression(r):
    n = r.randint(1, 9)
    attributes = linear(r, n)
    attributes["family"] = one("string", r.choice(["gaussian", "binomial", "poisson", "gamma"]))
    if r.flip(0.8):
        attributes["link"] = one("string", r.choice(["identity", "logit", "log", "inverse",
                                                     "probit", "cloglog", "sqrt"]))
    return predictor(r, Model("generalized_linear_regression", attributes), n,
                     ("link_prediction",))


def logistic_binary(r):
    n = r.randint(0, 9)
    attributes = {"num_classes": one("long", 2), **linear(r, n)}
    if r.flip(0.7):
        attributes["threshold"] = one("double", r.choice([0.0, 1.0, 0.5, r.random()]))
    return Model("logistic_regression", attributes), n


def logistic_multi(r):
    n, k = r.randint(1, 9), r.randint(3, 5)
    attributes = {"num_classes": one("long", k),
                  "coefficient_matrix": tensor(r.tames(n * k, 0.02), [k, n]),
                  "intercept_vector": tensor(r.tames(k), [k])}
    thresholds(r, attributes, k)
    return Model("logistic_regression", attributes), n


def logistic_regression(r):
    model, n = (logistic_binary if r.flip() else logistic_multi)(r)
    return predictor(r, model, n, CLASSIFIER)


def linear_svc_model(r, n):
    return Model("linear_svc", {"num_classes": one("long", 2), **linear(r, n),
                                "threshold": one("double", r.choice([0.0, r.tame()]))})


def linear_svc(r):
    n = r.randint(0, 9)
    return predictor(r, linear_svc_model(r, n), n, ("raw_prediction",))


def support_vector_machine(r):
    n = r.randint(0, 9)
    attributes = {"num_classes": one("long", 2), **linear(r, n)}
    thresholds(r, attributes, 2)
    return predictor(r, Model("support_vector_machine", attributes), n, CLASSIFIER)


def naive_bayes(r):
    n, k = r.randint(1, 6), r.randint(2, 4)
    kind = r.choice(["multinomial", "bernoulli"])
    attributes = {"num_features": one("long", n), "num_classes": one("long", k),
                  "pi": tensor([-abs(x) for x in r.tames(k)], [k]),
                  "theta": tensor([-abs(r.gauss(0, 2)) - 1e-3 for _ in range(n * k)], [k, n]),
                  "model_type": one("string", kind)}
    thresholds(r, attributes, k)
    def natural(r):
        if kind == "bernoulli" and r.flip(0.98):
            return r.choice([0.0, 1.0, -0.0])
        return abs(r.number(0.03))
    return predictor(r, Model("naive_bayes", attributes), n, CLASSIFIER, natural)


def multi_layer_perceptron_classifier(r):
    layers = [r.randint(1, 6) for _ in range(r.randint(1, 3))] + [r.randint(2, 4)]
    count = sum((a + 1) * b for a, b in zip(layers, layers[1:]))
    attributes = {"layers": many("long", layers), "weights": tensor(r.tames(count), [count])}
    thresholds(r, attributes, layers[-1])
    return predictor(r, Model("multi_layer_perceptron_classifier", attributes), layers[0],
                     CLASSIFIER)


def tree(r, n, leaf, depth=3):
    if depth == 0 or r.flip(0.15):
        return [{"type": "leaf", "values": leaf()}]
    at = r.randrange(n)
    if r.flip(0.7):
        split = {"type": "continuous", "featureIndex": at,
                 "threshold": r.choice([0.0, 0.5, 1.0, r.tame()])}
    else:
        cats = [float(c) for c in r.sample(range(6), r.randint(1, 4))]
        split = {"type": "categorical", "featureIndex": at, "isLeft": r.flip(),
                 "numCategories": 6, "categories": cats}
    return [{"type": "internal", "split": split}] + tree(r, n, leaf, depth - 1) + \
        tree(r, n, leaf, depth - 1)


def counts(r, k):
    return lambda: [float(r.choice([0, 0, r.randint(1, 50), r.random()])) for _ in range(k)]


def tree_classifier_model(r, n, k):
    attributes = {"num_features": one("long", n), "num_classes": one("long", k)}
    thresholds(r, attributes, k)
    return Model("decision_tree_classifier", attributes, tree(r, n, counts(r, k)))


def decision_tree_classifier(r):
    n, k = r.randint(1, 6), r.randint(2, 4)
    return predictor(r, tree_classifier_model(r, n, k), n, ("probability",),
                     fixed=("raw_prediction",))


def forest(r, op, attributes, n, member, leaf):
    k = r.randint(1, 4)
    names = ["tree%d" % i for i in range(k)]
    attributes.update({"num_features": one("long", n), "trees": many("string", names),
                       "tree_weights": many("double", r.tames(k))})
    members = {}
    for name in names:
        own = {"num_features": one("long", n)}
        if member == "decision_tree_classifier":
            own["num_classes"] = attributes["num_classes"]
        members[name] = Model(member, own, tree(r, n, leaf))
    return Model(op, attributes, members=members)


def random_forest_classifier_model(r, n, k):
    attributes = {"num_classes": one("long", k)}
    thresholds(r, attributes, k)
    return forest(r, "random_forest_classifier", attributes, n, "decision_tree_classifier",
                  counts(r, k))


def random_forest_classifier(r):
    n, k = r.randint(1, 6), r.randint(2, 4)
    return predictor(r, random_forest_classifier_model(r, n, k), n, CLASSIFIER)


def gbt_classifier_model(r, n):
    attributes = {"num_classes": one("long", 2)}
    thresholds(r, attributes, 2)
    if r.flip():
        attributes["lossType"] = one("string", "logistic")
    return forest(r, "gbt_classifier", attributes, n, "decision_tree_regression",
                  lambda: [r.tame()])


def gbt_classifier(r):
    n = r.randint(1, 6)
    return predictor(r, gbt_classifier_model(r, n), n, CLASSIFIER)


def decision_tree_regression(r):
    n = r.randint(1, 6)
    model = Model("decision_tree_regression", {"num_features": one("long", n)},
                  tree(r, n, lambda: [r.tame(0.02)]))
    return predictor(r, model, n)


def forest_regression(r):
    n = r.randint(1, 6)
    op = r.choice(["random_forest_regression", "gbt_regression"])
    return predictor(r, forest(r, op, {}, n, "decision_tree_regression", lambda: [r.tame(0.02)]), n)


def one_vs_rest(r):
    n, k = r.randint(1, 5), r.randint(2, 4)
    make = r.choice([lambda: logistic_of(r, n), lambda: linear_svc_model(r, n),
                     lambda: random_forest_classifier_model(r, n, 2),
                     lambda: gbt_classifier_model(r, n)])
    members = {"model%d" % i: make() for i in range(k)}
    attributes = {"num_classes": one("long", k), "num_features": one("long", n)}
    return predictor(r, Model("one_vs_rest", attributes, members=members), n, CLASSIFIER,
                     lambda r: r.number(0.02))


def logistic_of(r, n):
    return Model("logistic_regression", {"num_classes": one("long", 2), **linear(r, n)})


def k_means(r):
    n, k = r.randint(1, 6), r.randint(1, 4)
    near = r.choice([1, 1, 1e-7])
    first = r.tames(n)
    centers = [[a + near * b for a, b in zip(first, r.tames(n))] for _ in range(k)]
    attributes = {"cluster_centers": many("tensor", [tensor(c, [n]).value for c in centers]),
                  "num_features": one("long", n)}
    def natural(r):
        return r.choice(r.choice(centers)) if r.flip(0.3) else r.number()
    return predictor(r, Model("k_means", attributes), n, natural=natural)


def cluster_tree(r, n, depth, index):
    values = r.tames(n)
    norm = sum(v * v for v in values) ** 0.5
    children = 0 if depth == 0 or r.flip(0.2) else r.randint(2, 3)
    index[0] += 1
    own = index[0] if children == 0 else -index[0]
    out = [{"index": own, "norm": norm, "values": values, "numChildren": children}]
    for _ in range(children):
        out += cluster_tree(r, n, depth - 1, index)
    return out


def bisecting_k_means(r):
    n = r.randint(1, 6)
    return predictor(r, Model("bisecting_k_means", {}, cluster_tree(r, n, 3, [0])), n)


def gaussian_mixture(r):
    n, k = r.randint(1, 4), r.randint(1, 3)
    means = [tensor(r.tames(n), [n]).value for _ in range(k)]
    covs = []
    for _ in range(k):
        a = [[r.gauss(0, 1) for _ in range(n)] for _ in range(n if r.flip(0.8) else 1)]
        c = [[sum(row[i] * row[j] for row in a) for j in range(n)] for i in range(n)]
        covs.append(tensor([c[i][j] for j in range(n) for i in range(n)], [n, n]).value)
    attributes = {"means": many("tensor", means), "covs": many("tensor", covs),
                  "weights": many("double", [r.random() for _ in range(k)])}
    return predictor(r, Model("gaussian_mixture", attributes), n, ("probability",),
                     lambda r: r.tame())


def lda_local_model_op(r):
    n, k = r.randint(1, 6), r.randint(2, 4)
    attributes = {"vocabSize": one("int", n),
                  "docConcentration": many("double", [r.uniform(0.05, 2) for _ in range(k)]),
                  "topicConcentration": one("double", 0.1),
                  "topicMatrix": tensor([r.uniform(0.01, 20) for _ in range(n * k)], [n, k])}
    made = predictor(r, Model("lda_local_model_op", attributes), n,
                     natural=lambda r: float(r.choice([0, 1, 1, 2, 7])))
    made[1][0].fixed = True  # where counts are below 0 MLeap may not end
    return made


def aft_survival_regression(r):
    n = r.randint(1, 6)
    attributes = linear(r, n)
    attributes["quantile_probabilities"] = many("double", [r.random() for _ in range(r.randint(0, 3))])
    attributes["scale"] = one("double", r.choice([1.0, 0.5, r.random() + 0.1]))
    return predictor(r, Model("aft_survival_regression", attributes), n, ("quantiles",))


def isotonic_regression(r):
    k = r.randint(1, 6)
    boundaries = sorted(r.choice([r.tame(), float(r.randint(-2, 3)) + 0.0]) for _ in range(k))
    attributes = {"boundaries": many("double", boundaries), "isotonic": one("boolean", r.flip()),
                  "predictions": many("double", sorted(r.tames(k)))}
    def natural(r):
        return r.choice(boundaries) if r.flip(0.3) else r.number()
    n = r.randint(1, 4)
    flat = r.flip()
    if not flat:
        attributes["feature_index"] = one("long", r.randrange(n))
    made = predictor(r, Model("isotonic_regression", attributes), n, natural=natural)
    return (made[0], [scalar("in", natural)]) if flat else made


def als(r):
    rank, k = r.randint(1, 9), r.randint(1, 4)
    users, items = [r.sample(range(-2, 9), k) for _ in range(2)]
    def factors():
        return many("tensor", [tensor([r.of_base("float", r.tame()) for _ in range(rank)], [rank],
                                      "float").value for _ in range(k)])
    attributes = {"rank": one("int", rank), "users": many("int", users), "user_factors": factors(),
                  "items": many("int", items), "item_factors": factors()}
    def natural(ids):
        return lambda r: r.choice(ids) if r.flip(0.8) else r.whole("int")
    return Node(Model("als", attributes), [("user", "u"), ("item", "i")],
                [("prediction", "out")]), [scalar("u", natural(users), "int"),
                                           scalar("i", natural(items), "int")]


ALL = [linear_regression, generalized_linear_regression, logistic_regression, linear_svc,
       support_vector_machine, naive_bayes, multi_layer_perceptron_classifier,
       decision_tree_classifier, random_forest_classifier, gbt_classifier,
       decision_tree_regression, forest_regression, one_vs_rest, k_means, bisecting_k_means,
       gaussian_mixture, lda_local_model_op, aft_survival_regression, isotonic_regression, als]
