"""values.schema.json of any draft, made at random, and values for it."""
import json

DRAFTS = ["http://json-schema.org/draft-07/schema#", "http://json-schema.org/draft-07/schema", "http://json-schema.org/draft-04/schema#",
          "http://json-schema.org/draft-06/schema#", "https://json-schema.org/draft/2019-09/schema",
          "https://json-schema.org/draft/2020-12/schema", "https://json-schema.org/draft-07/schema#"]
SCALARS = [1, 2, 0, -1, 1.5, 2.0, 0.3, 1e3, "a", "ab", "", "abc", "é", "2020-01-01", "a@b.c", "127.0.0.1", "http://x.y/z", True, False, None,
           "2020-01-01T00:00:00Z", "::1", "^a", "x y", "[", "1.2.3.4.5", "x.y-z", "P1D", "/a/~0", "12:00:00Z"]
TYPES = ["string", "number", "integer", "object", "array", "boolean", "null", ["string", "null"], ["integer", "object"]]
FORMATS = ["date", "time", "email", "ipv4", "uri", "uri-reference", "date-time", "ipv6", "regex", "hostname", "duration", "json-pointer", "uuid",
           "x"]


class Schemas:
    def __init__(self, rng):
        self.rng = rng

    def value(self, depth=2):
        kind = self.rng.random()
        if depth and kind < 0.3:
            return {self.name(): self.value(depth - 1) for _ in range(self.rng.randint(0, 3))}
        if depth and kind < 0.5:
            return [self.value(depth - 1) for _ in range(self.rng.randint(0, 4))]
        return self.rng.choice(SCALARS)

    def values(self):
        return {self.name(): self.value() for _ in range(self.rng.randint(0, 4))}

    def name(self):
        return self.rng.choice("abcd")

    def count(self):
        return self.rng.randint(0, 3)

    def bound(self):
        return self.rng.choice([0, 1, 1.5])

    def flat(self):
        """Keywords without schemas in them."""
        pick = self.rng.choice
        return {"type": lambda: pick(TYPES), "enum": lambda: [self.value(1) for _ in range(self.rng.randint(1, 3))],
                "const": lambda: self.value(1), "required": lambda: [self.name()], "minItems": self.count, "maxItems": self.count,
                "uniqueItems": lambda: True, "minimum": self.bound, "maximum": self.bound,
                "exclusiveMinimum": lambda: pick([0, 1, True]), "exclusiveMaximum": lambda: pick([2, 1]),
                "multipleOf": lambda: pick([1, 2, 0.5, 0.1]), "minLength": self.count, "maxLength": self.count,
                "pattern": lambda: pick(["^a", "b", "\\d", "^$", "[a-z]+", "(?!a)b"]), "format": lambda: pick(FORMATS),
                "$ref": lambda: pick(["#/definitions/x", "#/$defs/y", "#"]), "minProperties": self.count, "maxProperties": self.count,
                "dependentRequired": lambda: {"a": ["b"]}, "minContains": self.count, "default": lambda: 1, "title": lambda: "t",
                "unevaluatedProperties": lambda: False, "unevaluatedItems": lambda: False}

    def deep(self, depth):
        def below():
            return self.schema(depth - 1)

        def two():
            return [below(), below()]

        pick = self.rng.choice
        return {"properties": lambda: {self.name(): below() for _ in range(self.rng.randint(1, 3))},
                "additionalProperties": lambda: pick([False, below()]),
                "patternProperties": lambda: {pick(["^a", "b$", ".", "[cd]"]): below()}, "items": lambda: pick([below(), two()]),
                "contains": below, "anyOf": two, "oneOf": two, "allOf": two, "not": below, "if": below, "then": below, "else": below,
                "dependencies": lambda: {"a": pick([["b"], below()])}, "propertyNames": below, "prefixItems": lambda: [below()],
                "additionalItems": lambda: pick([False, below()]), "dependentSchemas": lambda: {"a": below()}}

    def schema(self, depth=3):
        if self.rng.random() < 0.06:
            return self.rng.choice([True, False])
        keywords = {**self.flat(), **(self.deep(depth) if depth else {})}
        return {key: keywords[key]() for key in self.rng.choices(list(keywords), k=self.rng.choice([1, 1, 2, 2, 3]))}

    def file(self):
        schema = self.schema()
        if not isinstance(schema, dict):
            schema = {"allOf": [schema]}
        if self.rng.random() < 0.7:
            schema["$schema"] = self.rng.choice(DRAFTS)
        if '"$ref"' in json.dumps(schema):
            schema.update({"definitions": {"x": self.schema(1)}, "$defs": {"y": self.schema(1)}})
        return schema
