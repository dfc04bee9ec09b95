"""Values made at random, with what is rare on purpose: NaN, infinities, -0.0, nulls, odd text, wrong
sizes, columns of other types than an op wants."""

import math
import random
import struct

from frame import Dense, Frame, Sparse, Type

RARE = [0.0, -0.0, math.nan, math.inf, -math.inf, 5e-324, -5e-324, 1e-310, 1.7976931348623157e308,
        -1e308, 1e300, 9007199254740993.0, 9.223372036854775807e18, 4294967298.0, 2147483648.0,
        -2147483649.0, 1e16, 1e7, 1e-3, 0.1, 123456.789]
WORDS = ["", " ", "a", "A", "b", "c", "ab", "aB", "the", "The", "and", "x1", "1", "0", "1.0", "-1",
         "2.5", "true", "false", "yes", "no", "null", "NaN", "é", "É", "ß", "İ", "ΑΣ", "日本", "😀",
         "\u00a0", "a b", "a  b", " a", "b ", "\t", "a\nb", "naïve", "I", "it's", "foo.bar", "a,b",
         "x\u2028y", "\u0130I", "Ǆ", "e\u0301", "\u200b", "٣", "1e3", "0x1p3", "1f", "Infinity",
         "+5", "1_0", "\u0000", "123456789012345678901234567890"]
SMALL = {"byte": 8, "short": 16, "int": 32, "long": 64}


class Chance(random.Random):
    def flip(self, p=0.5):
        return self.random() < p

    def number(self, rare=0.08):
        if self.flip(rare):
            return self.choice(RARE)
        how = self.randrange(4)
        if how == 0:
            return float(self.randint(-4, 6))
        if how == 1:
            return self.choice([0.5, 1.5, -0.5, 0.25, 0.0, 1.0, 2.0, 3.0])
        return self.gauss(0, 1) * self.choice([1, 1, 10, 1e-3, 1e6])

    def tame(self, rare=0.0):
        """For models: finite, seldom zero."""
        if self.flip(0.1):
            return self.choice([0.0, -0.0, 1.0, -1.0])
        if self.flip(rare):
            return self.choice(RARE)
        return self.gauss(0, 1) * self.choice([1, 1, 1, 5, 0.01])

    def tames(self, n, rare=0.0):
        return [self.tame(rare) for _ in range(n)]

    def word(self):
        if self.flip(0.15):
            return "".join(self.choice(WORDS) for _ in range(self.randint(0, 4)))
        return self.choice(WORDS)

    def words(self, most=8):
        return [self.word() for _ in range(self.randint(0, most))]

    def whole(self, base):
        bits = SMALL[base]
        if self.flip(0.1):
            return self.choice([-(1 << bits - 1), (1 << bits - 1) - 1])
        if self.flip(0.1):
            return self.randrange(-(1 << bits - 1), 1 << bits - 1)
        return self.randint(-3, 6)

    def of_base(self, base, natural=None):
        """A value of a base, made of what the op would like where that can be."""
        if base in SMALL:
            if isinstance(natural, (int, float)) and math.isfinite(natural) and self.flip(0.8):
                return max(-(1 << SMALL[base] - 1), min((1 << SMALL[base] - 1) - 1, int(natural)))
            return self.whole(base)
        if base == "boolean":
            return self.flip()
        if base == "float":
            return narrow(natural if isinstance(natural, float) else self.number())
        if base == "double":
            return float(natural) if isinstance(natural, (int, float)) else self.number()
        if base == "byte_string":
            return bytes(self.randrange(256) for _ in range(self.randint(0, 4)))
        if isinstance(natural, str):
            return natural
        if natural is not None and self.flip(0.9):
            text = repr(natural)
            return self.choice([text, text, " " + text, text + " "]) if math.isfinite(natural) else \
                {math.inf: "Infinity", -math.inf: "-Infinity"}.get(natural, "NaN")
        return self.word()


def narrow(value):
    try:
        return struct.unpack(">f", struct.pack(">f", value))[0]
    except OverflowError:
        return math.copysign(math.inf, value)


class Column:
    """What an op wants of an input: shape, base, a maker of natural values; size of a vector."""

    def __init__(self, name, base, natural, shape="scalar", size=None, key=None, fixed=False):
        self.name, self.base, self.natural = name, base, natural
        self.shape, self.size, self.key, self.fixed = shape, size, key, fixed


def scalar(name, natural, base="double", **how):
    return Column(name, base, natural, **how)


def vector(name, size, natural=None, **how):
    return Column(name, "double", natural or (lambda r: r.number()), "tensor", size, **how)


def tokens(name, natural=None):
    return Column(name, "string", natural or (lambda r: r.word()), "list")


OTHER = {"double": ["float", "int", "long", "short", "byte", "boolean", "string"],
         "string": ["double", "float", "int", "long", "boolean", "short", "byte"],
         "int": ["double", "float", "long", "short", "byte", "boolean", "string"]}


def declare(r, column, odd):
    """The type that the frame gives a column: mostly the one that is wanted."""
    base, shape, dims = column.base, column.shape, None
    if r.flip(odd) and not column.fixed:
        base = r.choice(OTHER[base])
    if shape == "tensor":
        dims = r.choice([None, [column.size or 0], [column.size or 0], [-1], []])
        if r.flip(odd / 3):
            shape = "list"
    elif shape == "scalar" and r.flip(odd / 8):
        shape, dims = "tensor", r.choice([[], [1], [1, 1], [2], None])
    elif shape == "list" and r.flip(odd / 4):
        shape, dims = "tensor", r.choice([None, [3], []])
    if shape == "tensor" and base == "string" and not r.flip(0.1):
        base = column.base if column.base != "string" else "double"
    return Type(base, shape, r.flip(0.6), dims if shape == "tensor" else None, column.key)


def make_tensor(r, t, column, odd):
    n = column.size if column.size is not None else r.choice([0, 1, 1, 1, 2, 5])
    if r.flip(odd / 4):
        n = r.choice([0, max(0, n - 1), n + 1, n + 3])
    if r.flip(0.55):
        values = [r.of_base(t.base, column.natural(r)) for _ in range(n)]
        if r.flip(odd / 10):
            return Dense(values, r.choice([[n, 1], [1, n], [n + 1], [], [2, 2]]))
        return Dense(values)
    indices = sorted(r.sample(range(n), r.randint(0, n))) if r.flip(0.8) else \
        sorted(r.sample(range(n), min(n, r.randint(0, 2))))
    values = [r.of_base(t.base, column.natural(r)) for _ in indices]
    if r.flip(odd / 3):
        r.shuffle(indices)
    if r.flip(odd / 20) and indices:
        indices[-1] = r.choice([indices[0], n, n + 2, -1])
    return Sparse(indices, values, n)


def make_cell(r, t, column, odd):
    if t.nullable and r.flip(odd / 4):
        return None
    if t.shape == "scalar":
        return r.of_base(t.base, column.natural(r))
    if t.shape == "list":
        n = column.size if column.shape == "tensor" else r.randint(0, 7)
        if column.shape == "tensor" and r.flip(odd / 4):
            n += r.choice([-1, 1]) if n else 1
        return [r.of_base(t.base, column.natural(r)) for _ in range(n)]
    if t.shape == "map":
        return {k: r.of_base(t.base, column.natural(r))
                for k in set(r.words(4)) | ({"a"} if r.flip() else set())}
    return make_tensor(r, t, column, odd)


def make_frame(r, columns, n, odd=0.2):
    fields = [(c.name, Type(c.base, "map", r.flip(), key="string") if c.shape == "map"
               else declare(r, c, odd)) for c in columns]
    return Frame(fields, [[make_cell(r, t, c, odd) for (_, t), c in zip(fields, columns)]
                          for _ in range(n)])
