"""YAML texts at random: mostly well formed, of the kinds that values and manifests hold, and some that are not."""

SCALARS = ["a", "b c", "1", "0", "-3", "1.5", "1e3", "1.", "+1", ".5", "0x1f", "0o17", "0755", "08", "1_000", "0b101", "1:30",
           "12345678901234567890", "99999999999999999999", "9223372036854775807", "9223372036854775808", "1e400",
           "true", "True", "tRue", "yes", "No", "on", "OFF", "y", "n", "~", "null", "NULL", "nULL", "2020-01-02",
           "2020-01-02T03:04:05Z", "", "'single'", "'it''s'", '"dbl"', '"a\\nb"', '"\\u00e9\\x41\\t"', "'a: b'", "a#b", "a #b", "a: b",
           "@a", "`x", "%a", "!a", "!!str 1", "!!int '2'", "!!int x", "!!float 1", "!!null ''", "!!bool yes", "!!binary aGk=", "&x 1",
           "*x", "*y", "<<", "=", "-", "- a", "?", "? a", "[a, b]", "[]", "{}", "{a: 1, b: [x]}", "{a}", "[a: b]", "[a, ]", "{a: 1,}",
           "[[1],[2]]", "{'a': 1}", '{"a":1}', "{a:1}", "| x", ">", "|-", "> #c", "é", "\t1", "a\tb", "a\\b", "http://x:80/y", "a:b",
           "::", "x,y", "{{x}}", "1.20", "v1.2.3", "-0", "1e+06", "1__0", "_1", "0x", "e1", '"open', "'open", "[a", "{a: ", "*", "&", "!",
           "|", "\u2028x", "\x85", "a  b", "a\rb"]
KEYS = ["a", "b", "c", "'q'", '"d"', "1", "true", "<<", "1.5", "1.23456789", "1e6", "a b", "x.y", "é", "? k", "y", "on", "2020-01-02", "0x1f",
        "*x", "&x k", "[s]", "{m: 1}", ".inf", "-1", "''", "!!str 5"]
HEADERS = ["|", ">", "|-", ">-", "|+", ">+", "|2", ">1", "|2-", ">+1", "|0", "|9", "| # c", "|x"]
LINES = ["t", "x y", " m", "- a", "k: v", "# c", "\tq"]
STRAYS = ["# c", "", "  # c", "---", "...", "\t", "   ", "%YAML 1.1", "--- # x", "\t# c"]


class YamlTexts:
    def __init__(self, rng):
        self.rng = rng

    def document(self):
        text = self.block(0, 3) + self.rng.choice(["\n", "", "\n\n"])
        return text.replace("\n", "\r\n") if self.rng.random() < 0.05 else text

    def block(self, indent, depth):
        kind, out, pad = self.rng.random(), [], " " * indent
        if kind < 0.55 or depth <= 0:
            for _ in range(self.rng.randint(1, 3)):
                key = self.rng.choice(KEYS[:3] if self.rng.random() < 0.7 else KEYS)
                colon = self.rng.choice([": "] * 12 + [":", " : ", ":  ", ":\t"])
                out.append(pad + key + colon + self.value(indent, depth, False))
        elif kind < 0.85:
            for _ in range(self.rng.randint(1, 3)):
                out.append(pad + self.rng.choice(["- "] * 8 + ["-   ", "-\t", "-"]) + self.value(indent, depth, True))
        else:
            out.append(pad + self.rng.choice(SCALARS))
        if self.rng.random() < 0.1:
            out.insert(self.rng.randint(0, len(out)), self.rng.choice(STRAYS))
        return "\n".join(out)

    def value(self, indent, depth, in_list):
        kind = self.rng.random()
        if depth > 0 and kind < 0.3:
            if in_list and self.rng.random() < 0.4:
                return self.block(indent + 2, depth - 1).lstrip(" ")
            before = self.rng.choice([""] * 8 + ["&x ", "!!map ", "# c", "&x", "!t "])
            return before + "\n" + self.block(indent + self.rng.choice([0, 1, 2, 2, 2, 2, 4]), depth - 1)
        if kind < 0.42:
            return "\n".join([self.rng.choice(HEADERS), *(self.line(indent) for _ in range(self.rng.randint(0, 4)))])
        if kind < 0.5:
            quote = self.rng.choice(['"', "'", ""])
            parts = [self.rng.choice(["a", "b c", "", "d \\", "e\\n", "# f", "g: h"]) for _ in range(self.rng.randint(1, 3))]
            return quote + ("\n" + " " * (indent + self.rng.choice([0, 1, 2]))).join(parts) + quote
        return self.rng.choice(SCALARS) + self.rng.choice([""] * 8 + [" ", " # c", "#c", "\t", " #"])

    def line(self, indent):
        if self.rng.random() < 0.25:
            return " " * self.rng.randint(0, 4)
        return " " * (indent + self.rng.choice([1, 2, 2, 2, 2, 3, 0])) + self.rng.choice(LINES)


# What the rules of the writers turn on.
PIECES = ["a", "b", " ", "  ", "\n", "\n\n", "\t", ":", ",", " #", "#", "-", "- ", "'", '"', "\\", "{", "}", "[", "]", ": ", "&", "*", "!", "|", ">",
          "%", "@", "`", "?", "? ", "é", "€", "😀", "\u2028", "\x85", "\xa0", "\ufeff", "\x01", "\x7f", "\u200b", "0", "1", "1.5", "true",
          "null", "~", "=", "<", "<<", "...", "---", "word " * 18, "long" * 21, "{{ x }}", "\r", "\r\n", "yes", "0x1f", "1e3", "2020-01-01",
          "http://a.b:80", "x y "]
NUMBERS = [None, True, False, 0, 1, -5, 1.5, 1e6, 1e21, 1e-7, 123456789, 0.1, 3.0, 2**53, -1e-9, 100000, 1234567.5]


def random_text(rng):
    return "".join(rng.choice(PIECES) for _ in range(rng.choice([0, 1, 1, 2, 2, 3, 4, 6, 10])))


def random_value(rng, depth):
    kind = rng.random()
    if depth and kind < 0.25:
        return {random_text(rng): random_value(rng, depth - 1) for _ in range(rng.randint(0, 3))}
    if depth and kind < 0.45:
        return [random_value(rng, depth - 1) for _ in range(rng.randint(0, 3))]
    return random_text(rng) if kind < 0.85 else rng.choice(NUMBERS)
