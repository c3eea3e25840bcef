"""Small charts, each for one thing that Helm does with charts: hack/vectors writes what real helm makes of them to
tests/vectors/charts.json. A case is (name, files, values, flags); a value of files may be a dict: a subchart's files."""

META = "apiVersion: v2\nname: {name}\nversion: {version}\n"
DUMP = "values: {{ toJson .Values }}\nname: {{ .Chart.Name }}\n"


def chart(name, version="1.0.0", more="", **files):
    """A chart's files; keys of `files` have __ for / and lose a trailing _."""
    result = {"Chart.yaml": META.format(name=name, version=version) + more}
    for key, text in files.items():
        result[key.replace("__", "/").replace("_dot_", ".")] = text
    return result


def below(folder, files):
    return {f"charts/{folder}/{name}": text for name, text in files.items()}


def parent(more="", values="", template=DUMP, **files):
    return {**chart("parent", more=more), "values.yaml": values, "templates/t.yaml": template, **files}


CHILD = {**chart("child"), "values.yaml": "a: 1\nexports: {data: {e: 2}}\nglobal: {g: child}\nn: x\n", "templates/t.yaml": DUMP}
LIBRARY = {**chart("lib", more="type: library\n"), "templates/_h.tpl": '{{ define "lib.x" }}x: {{ .Values.x }}{{ end }}',
           "templates/t.yaml": "never: rendered\n"}
DEPENDENCY = "dependencies:\n- name: child\n  version: {version}\n  repository: x\n{more}"


def with_child(more="", values="", version="1.0.0", child=None, **files):
    return {**parent(DEPENDENCY.format(version=version, more=more), values, **files), **below("child", child or CHILD)}


ABOUT = """appVersion: 4.5
kubeVersion: ">=1.20.0-0"
description: A chart
type: application
keywords: [a, b]
home: https://x.y
sources: [https://a.b]
maintainers: [{name: someone, email: a@b.c, url: https://z}, {name: other}]
icon: https://i.c/on.png
deprecated: true
annotations: {z: "1", category: Infra}
condition: x
tags: t
dependencies:
- {name: child, version: "*", alias: other, condition: other.enabled, tags: [t1], import-values: [data, {child: a.b, parent: c}]}
- {name: child, version: "1"}
"""
ABOUT_LINES = [
    ".Chart | toJson", "toYaml .Chart | toJson", ".Chart.Maintainers | toJson", "range .Chart.Maintainers }}{{ .Name }} {{ .Email }} {{ .URL }};{{ end",
    "(first .Chart.Maintainers).Name", "range .Chart.Dependencies }}{{ .Name }} {{ .Alias }} {{ .Version }} {{ .Tags }} {{ .Enabled }} "
    "{{ .Condition }} {{ .Repository }} {{ .ImportValues }};{{ end", ".Chart.Dependencies | toJson", "(index .Chart.Dependencies 0).Alias",
    ".Chart.Metadata.Name", ".Chart.Annotations | toYaml | toJson", ".Chart.Annotations.category }} {{ .Chart.Annotations.nope", "index .Chart.Annotations `z`",
    "range $k, $v := .Chart.Annotations }}{{ $k }}={{ $v }};{{ end", "join `,` .Chart.Keywords", ".Chart.Sources | first",
    ".Chart.Home }} {{ .Chart.Icon }} {{ .Chart.Deprecated }} {{ .Chart.Type }} {{ .Chart.KubeVersion }} {{ .Chart.Condition }} {{ .Chart.Tags",
    ".Subcharts.other.Chart.Name }} {{ .Subcharts.child.Chart.IsRoot }} {{ .Subcharts.other.Values | toJson",
    "include `about` (dict `chart` .Chart)"]

CHANGES = r"""
{{- define "grow" }}{{ $_ := set .map "count" (add1 (.map.count | default 0)) }}{{ end }}
{{- range list .Values.a .Values.user (index .Values.list 0) .Values.global.g .Subcharts.child.Values .Values.child.m .Values.imported }}
{{- include "grow" (dict "map" .) }}
{{- end }}
{{- $_ := tpl "{{ $_ := set .Values.a `tpl` (add1 (.Values.a.tpl | default 0)) }}" . }}
{{- $_ := unset .Values "gone" }}{{ $_ := unset .Values.user "gone" }}
{{- $_ := merge .Values (dict "merged" (dict "count" 1) "a" (dict "more" 1)) }}{{ include "grow" (dict "map" .Values.merged) }}
{{- $_ := mergeOverwrite .Values.child (dict "m" (dict "o" (add1 .Values.child.m.o))) }}
{{- $_ := mustMergeOverwrite .Values.user .Values.a }}
{{- $_ := set .Release "Name" (print .Release.Name "x") }}
{{- $_ := set .Template "Name" (print .Template.Name "x") }}
{{- $_ := set $ "Extra" (add1 ($.Extra | default 0)) }}
{{- $_ := set $ "Chart" (dict "Name" (print $.Chart.Name "x")) }}
{{- $_ := set .Subcharts.child "Files" (dict "count" (len .Subcharts.child.Files)) }}
"""
CHANGED = """values: {{ toJson .Values }}
release: {{ .Release.Name }} {{ .Template.Name }} {{ .Extra }} {{ .Chart.Name }} {{ toJson .Subcharts.child.Files }}
"""

CASES = [
    ("plain", parent(values="a: 1\n"), {}, []),
    ("user null removes a default", parent(values="a: 1\nb: {c: 2, d: 3}\n"), {"a": None, "b": {"c": None}}, []),
    ("user null of what is not there", parent(values="a: 1\n"), {"z": None, "y": {"x": None}}, []),
    ("a default null stays", parent(values="a: null\nb: {c: null}\n"), {}, []),
    ("a map over a scalar and a scalar over a map", parent(values="a: 1\nb: {c: 1}\n"), {"a": {"x": 1}, "b": 2}, []),
    ("a child of charts/ alone", {**parent(), **below("child", CHILD)}, {}, []),
    ("a child's values from its parent", with_child(values="child: {a: 7, z: {y: 1}}\n"), {}, []),
    ("a child's default removed by the user", with_child(), {"child": {"a": None}}, []),
    ("a child's default removed by its parent", with_child(values="child: {a: null, n: null}\n"), {}, []),
    ("globals go down", with_child(values="global: {g: parent, m: {x: 1}}\n"), {"global": {"u": 1, "m": {"y": 2}}}, []),
    ("globals of a wrong kind", with_child(values="global: text\n"), {}, []),
    ("a child that is no map", with_child(), {"child": 5}, []),
    ("condition false", with_child("  condition: child.enabled\n", "child: {enabled: false}\n"), {}, []),
    ("condition turned on", with_child("  condition: child.enabled\n", "child: {enabled: false}\n"), {"child": {"enabled": True}}, []),
    ("condition that is no truth value", with_child("  condition: child.enabled\n", "child: {enabled: 'x'}\n"), {}, []),
    ("the first condition there is", with_child("  condition: nope.x, child.b,child.enabled\n", "child: {b: true, enabled: false}\n"), {}, []),
    ("tags off", with_child("  tags: [one, two]\n", "tags: {one: false}\n"), {}, []),
    ("tags off and on", with_child("  tags: [one, two]\n", "tags: {one: false}\n"), {"tags": {"two": True}}, []),
    ("a condition wins over tags", with_child("  tags: [one]\n  condition: child.on\n", "tags: {one: false}\nchild: {on: true}\n"), {}, []),
    ("an alias", with_child("  alias: other\n", "other: {a: 5}\n"), {}, []),
    ("the same chart twice", {**parent("dependencies:\n- {name: child, version: 1.0.0}\n- {name: child, version: 1.x, alias: second}\n",
                                       "second: {a: 2}\n"), **below("child", CHILD)}, {}, []),
    ("a chart used twice, with aliases below", {**parent(
        "dependencies:\n- {name: a, version: 1.0.0}\n- {name: a, version: 1.0.0, alias: a2}\n", "a: {b2: {y: 3}}\na2: {b: {y: 4}}\n"),
        **below("a", {**chart("a", more="dependencies: [{name: b, version: 1.0.0, alias: b2, condition: b2.on, import-values: [data]}]\n"),
                      "values.yaml": "z: 1\n", "templates/t.yaml": DUMP, **below("b", {**CHILD, "Chart.yaml": META.format(name="b", version="1.0.0")})})},
     {}, []),
    ("what lies below a chart used twice, unnamed", {**parent(
        "dependencies:\n- {name: a, version: 1.0.0, alias: a1}\n- {name: a, version: 1.0.0, alias: a2}\n"),
        **below("a", {**chart("a"), "templates/t.yaml": DUMP, **below("child", CHILD)})}, {}, []),
    ("globals of a child reach the tables of its parent", with_child(
        values="global: {m: {n: {x: 1}}}\n", child={**CHILD, "values.yaml": "global: {m: {o: 2, n: {y: 3}}}\n"}), {}, []),
    ("import-values share a table", with_child(
        "  import-values: [{child: a, parent: into}, {child: b, parent: into}]\n",
        child={**CHILD, "values.yaml": "a: {x: 1}\nb: {y: 2}\n"}), {}, []),
    ("import-values of an empty table", with_child(
        "  import-values: [{child: a, parent: into}, {child: b, parent: into}, {child: b., parent: no}]\n",
        child={**CHILD, "values.yaml": "a: {}\nb: {y: 2}\n"}), {}, []),
    ("a name with a dot", {**parent("dependencies: [{name: child, version: 1.0.0, alias: a.b}]\n", "a: {b: {v: 1}}\na.b: {v: 2}\n"),
                           **below("child", CHILD)}, {}, []),
    ("the types and methods of .Values", with_child(values="a: {b: 1, c: {d: x}}\nempty: null\n", template="# {{ typeOf .Values }} {{ typeOf . }} {{ typeOf .Values.child }} {{ kindOf .Values }} {{ typeOf .Values.AsMap }} {{ printf `%T` .Values }}\n# {{ .Values.AsMap.a.b }} {{ (.Values.Table `a.c`).d }} {{ typeOf (.Values.Table `a`) }} {{ .Values.PathValue `a.b` }} {{ .Values.YAML | quote }} {{ .Table `Values.a` | toJson }}\n# {{ dig `a` `b` 0 .Values.AsMap }} {{ dig `Values` `a` `b` 0 (dict `Values` .Values.AsMap) }} {{ dig `Release` `Name` `none` .AsMap }}\n# {{ (dict `x` .Values).x.AsMap.a.b }} {{ with .Values }}{{ .AsMap.a.b }}{{ end }} {{ (dict `top` $).top.Values.AsMap.a.b }} {{ (merge (dict `k` 1) .).Values.a.b }}\n# {{ set .Values `new` 1 | typeOf }} {{ merge (dict) .Values | toJson }} {{ keys .Values | sortAlpha }} {{ tpl `{{ typeOf . }}` . }}\na: 1\n",
     child={**CHILD, "templates/t.yaml": "a: {{ typeOf .Values }} {{ .Values.AsMap.n }} {{ typeOf .Values.global }}\n"}), {}, []),
    ("refused: dig `a` 0 .Values", parent(values="a: {b: 1}\n", template="a: {{ dig `a` 0 .Values }}\n"), {}, []),
    ("refused: dig `Values` `a` 0 .", parent(values="a: {b: 1}\n", template="a: {{ dig `Values` `a` 0 . }}\n"), {}, []),
    ("refused: .Values.Table `a.b`", parent(values="a: {b: 1}\n", template="a: {{ .Values.Table `a.b` }}\n"), {}, []),
    ("refused: .Values.Table `nope`", parent(values="a: {b: 1}\n", template="a: {{ .Values.Table `nope` }}\n"), {}, []),
    ("refused: .Values.PathValue `a`", parent(values="a: {b: 1}\n", template="a: {{ .Values.PathValue `a` }}\n"), {}, []),
    ("refused: .Values.PathValue ``", parent(values="a: {b: 1}\n", template="a: {{ .Values.PathValue `` }}\n"), {}, []),
    ("refused: .Values.Table", parent(values="a: {b: 1}\n", template="a: {{ .Values.Table }}\n"), {}, []),
    ("refused: upper .Values", parent(values="a: {b: 1}\n", template="a: {{ upper .Values }}\n"), {}, []),
    ("refused: .Values 1", parent(values="a: {b: 1}\n", template="a: {{ .Values 1 }}\n"), {}, []),
    ("refused: eq .Values 1", parent(values="a: {b: 1}\n", template="a: {{ eq .Values 1 }}\n"), {}, []),
    ("a version that does not fit", with_child(version="^2"), {}, []),
    ("import-values of exports", with_child("  import-values: [data]\n", "e: 0\n"), {}, []),
    ("import-values of exports, default", with_child("  import-values: [data, nope]\n"), {}, []),
    ("import-values child and parent", with_child("  import-values: [{child: exports.data, parent: into.here}, {child: nope, parent: x}]\n"), {}, []),
    ("import-values to the top", with_child("  import-values: [{child: exports, parent: .}]\n"), {}, []),
    ("a dependency that is missing", parent("dependencies: [{name: nope, version: 1}]\n"), {}, []),
    ("a library", {**parent("dependencies: [{name: lib, version: 1.0.0}]\n", "x: 1\n", '{{ include "lib.x" . }}\n'), **below("lib", LIBRARY)}, {}, []),
    ("a library alone", LIBRARY, {}, []),
    ("three levels", {**parent(values="a: {b: {x: 1}}\nglobal: {g: 1}\n"), **below("a", {**chart("a"), "templates/t.yaml": DUMP,
                      **below("b", {**chart("b"), "values.yaml": "y: 2\n", "templates/t.yaml": DUMP})})}, {"a": {"b": {"y": 3}}}, []),
    ("conditions two levels down", {**parent("dependencies: [{name: a, version: 1.0.0}]\n", "a: {b: {on: false}}\n"),
                                    **below("a", {**chart("a", more="dependencies: [{name: b, version: 1.0.0, condition: b.on}]\n"), "templates/t.yaml": DUMP,
                                                  **below("b", {**chart("b"), "templates/t.yaml": DUMP})})}, {}, []),
    ("requirements.yaml of v1", {"Chart.yaml": "name: parent\nversion: 1.0.0\n", "templates/t.yaml": DUMP,
                                 "requirements.yaml": "dependencies: [{name: child, version: 1.0.0, condition: child.on}]\n",
                                 "values.yaml": "child: {on: false}\n", **below("child", CHILD)}, {}, []),
    ("later definitions win", {**parent(template='{{ include "x" . }}\n'), "templates/_a.tpl": '{{ define "x" }}v: a{{ end }}',
                               "templates/_b.tpl": '{{ define "x" }}v: b{{ end }}', "templates/sub/_c.tpl": '{{ define "x" }}v: c{{ end }}'}, {}, []),
    ("order of kinds and hooks", {**parent(template="kind: Service\n---\nkind: Namespace\n---\nkind: Zeta\n---\nkind: Alpha\n---\nkind: Deployment\n"),
                                  "templates/h.yaml": "kind: Job\nmetadata: {name: j, annotations: {helm.sh/hook: 'pre-install, post-install'}}\n---\n"
                                                      "kind: Secret\nmetadata: {annotations: {helm.sh/hook: test}}\n---\nkind: X\nmetadata: {annotations: {helm.sh/hook: nope}}\n"}, {}, []),
    ("no hooks", {**parent(), "templates/h.yaml": "kind: Job\nmetadata: {annotations: {helm.sh/hook: pre-install}}\n"}, {}, ["--no-hooks"]),
    ("skip tests", {**parent(), "templates/h.yaml": "kind: Job\nmetadata: {annotations: {helm.sh/hook: test-success}}\n"}, {}, ["--skip-tests"]),
    ("crds", {**with_child(child={**CHILD, "crds/b.yml": "kind: B\n"}), "crds/a.yaml": "kind: A\n---\nkind: A2\n", "crds/x.txt": "no\n"}, {}, ["--include-crds"]),
    ("documents and comments", parent(template="# only a comment\n---\n\n---\na: 1\n--- \nb: 2\n---# x\nc: 3\n"), {}, []),
    ("NOTES are not printed", {**parent(), "templates/NOTES.txt": "notes {{ .Release.Name }}\n"}, {}, []),
    ("a list is no manifest", parent(template="- a\n"), {}, []),
    ("a text is no manifest", parent(template="just words\n"), {}, []),
    ("broken YAML", parent(template="a: b: c\n"), {}, []),
    ("annotations that are no texts", parent(template="metadata: {annotations: {a: {b: 1}}}\n"), {}, []),
    ("a kind that is no text", parent(template="kind: [x]\n"), {}, []),
    ("metadata that is a list", parent(template="metadata: [x]\n"), {}, []),
    ("a hook that is a number", parent(template="metadata: {annotations: {helm.sh/hook: 5}}\n"), {}, []),
    ("fail", parent(template='{{ fail "no: way" }}\n'), {}, []),
    ("required", parent(template='{{ required "need a" .Values.a }}\n'), {}, []),
    ("nil pointer", parent(template="x:\n  y: {{ .Values.a.b }}\n"), {}, []),
    ("unknown function", parent(template="a: 1\nb: {{ nope . }}\n"), {}, []),
    ("unclosed action", parent(template="a: {{ .Values.a\n"), {}, []),
    ("missing template", parent(template='{{ template "nope" . }}\n'), {}, []),
    ("an include that includes itself", parent(template='{{ define "x" }}{{ include "x" . }}{{ end }}{{ include "x" . }}\n'), {}, []),
    ("schema holds", {**parent(values="a: 1\n"), "values.schema.json": '{"type": "object", "required": ["a"]}'}, {}, []),
    ("schema types", {**parent(values="a: 1\nb: [x]\nc: {d: true}\n"), "values.schema.json":
                      '{"properties": {"a": {"type": "string"}, "b": {"type": "array", "items": {"type": "integer"}}, "c": {"properties": {"d": {"enum": [false]}}}}}'}, {}, []),
    ("schema bounds", {**parent(values="a: 5\nb: abc\nc: [1, 1]\nd: {x: 1, y: 2}\n"), "values.schema.json":
                       '{"properties": {"a": {"minimum": 6, "multipleOf": 2}, "b": {"minLength": 4, "pattern": "^x"}, "c": {"uniqueItems": true, "maxItems": 1},'
                       ' "d": {"maxProperties": 1, "additionalProperties": false, "properties": {"x": {}}}}}'}, {}, []),
    ("schema combinations", {**parent(values="a: 5\n"), "values.schema.json":
                             '{"allOf": [{"required": ["a"]}], "anyOf": [{"required": ["x"]}, {"required": ["y"]}], "not": {"required": ["a"]},'
                             ' "oneOf": [{"required": ["a"]}, {"properties": {}}], "if": {"required": ["a"]}, "then": {"required": ["z"]}}'}, {}, []),
    ("schema references", {**parent(values="a: {b: 1}\n"), "values.schema.json":
                           '{"$ref": "#/definitions/x", "definitions": {"x": {"properties": {"a": {"$ref": "#/definitions/y"}}}, "y": {"required": ["c"]}}}'}, {}, []),
    ("schema of a child", with_child(child={**CHILD, "values.schema.json": '{"properties": {"a": {"type": "string"}}}'}), {}, []),
    ("schema not checked", {**parent(values="a: 1\n"), "values.schema.json": '{"required": ["z"]}'}, {}, ["--skip-schema-validation"]),
    ("schema that is broken", {**parent(), "values.schema.json": "{"}, {}, []),
    ("kubeVersion fits", parent("kubeVersion: '>=1.20.0-0'\n"), {}, []),
    ("kubeVersion does not fit", parent("kubeVersion: '<1.20'\n"), {}, []),
    ("metadata of other types", {"Chart.yaml": "apiVersion: v2\nname: parent\nversion: 1.0.0\nappVersion: 1.10\ndescription: true\nannotations: {a: 1}\n",
                                 "templates/t.yaml": "a: {{ .Chart.AppVersion }}\nb: {{ .Chart.Description }}\nc: {{ .Chart.Annotations.a | quote }}\nd: {{ .Chart.Keywords }}\n"}, {}, []),
    ("a name that is a list", {"Chart.yaml": "apiVersion: v2\nname: [x]\nversion: 1.0.0\n"}, {}, []),
    ("no name", {"Chart.yaml": "apiVersion: v2\nversion: 1.0.0\n"}, {}, []),
    ("no version", {"Chart.yaml": "apiVersion: v2\nname: x\n"}, {}, []),
    ("a wrong version", {"Chart.yaml": "apiVersion: v2\nname: x\nversion: x\n"}, {}, []),
    ("a wrong type", {"Chart.yaml": "apiVersion: v2\nname: x\nversion: 1.0.0\ntype: y\n"}, {}, []),
    ("a name with a slash", {"Chart.yaml": "apiVersion: v2\nname: a/b\nversion: 1.0.0\n"}, {}, []),
    ("no Chart.yaml", {"values.yaml": "a: 1\n"}, {}, []),
    ("Chart.yaml is no mapping", {"Chart.yaml": "- a\n"}, {}, []),
    ("values.yaml is no mapping", {**parent(), "values.yaml": "- a\n"}, {}, []),
    ("values.yaml is broken", {**parent(), "values.yaml": "a: [\n"}, {}, []),
    ("an alias of wrong characters", with_child("  alias: a.b\n"), {}, []),
    ("two dependencies of one name", parent("dependencies: [{name: a, version: 1}, {name: a, version: 2}]\n"), {}, []),
    ("a dependency that is null", parent("dependencies: [null]\n"), {}, []),
    ("a child that is broken", {**parent(), **below("child", {"Chart.yaml": "a: [\n"})}, {}, []),
    ("a child without Chart.yaml", {**parent(), "charts/child/values.yaml": "a: 1\n"}, {}, []),
    ("children that are left out", {**parent(), "charts/_x/Chart.yaml": "nope", "charts/.y/Chart.yaml": "nope"}, {}, []),
    ("files", {**parent(template='a: {{ .Files.Get "x/a.txt" | quote }}\n{{ (.Files.Glob "x/**").AsConfig }}\nn: {{ len .Files }}\n'),
               "x/a.txt": "one\n", "x/y/b.txt": "two", "README.md": "r", "crds/c.yaml": "kind: C\n"}, {}, []),
    ("a byte order mark", {**parent(), "values.yaml": "\ufeffa: 1\n"}, {}, []),
    ("helmignore", {**parent(template="n: {{ range $k, $v := .Files }}{{ $k }};{{ end }}\n"), ".helmignore": "# c\n*.bak\n/top.txt\nfolder/\nx/?.md\n",
                    "a.bak": "1", "top.txt": "1", "sub/top.txt": "1", "folder/f": "1", "x/a.md": "1", "x/ab.md": "1", "templates/.hidden": "{{ fail }}"}, {}, []),
    ("helmignore negated", {**parent(template="n: {{ range $k, $v := .Files }}{{ $k }};{{ end }}\n"), ".helmignore": "!keep.txt\n", "keep.txt": "1", "other.txt": "1"}, {}, []),
    ("helmignore with two stars", {**parent(), ".helmignore": "a/**\n"}, {}, []),
    ("values of all kinds", parent(template="{{ range $k, $v := .Values }}{{ $k }}: {{ kindOf $v }} {{ $v }}\n{{ end }}"),
     {"i": 3, "big": 12345678, "f": 1.5, "t": True, "s": "x", "n": None, "l": [1], "m": {"a": 1}}, []),
    ("one template changes what others see", {**parent(template="b: {{ .Values.b }}\n"), "templates/zzz.yaml": '{{ $_ := set $.Values "b" "changed" }}'}, {}, []),
    ("templates that change what they are given", {
        **with_child("  import-values: [{child: exports.data, parent: imported}]\n",
                     "a: {count: 1}\nlist: [{count: 1}]\nglobal: {g: {count: 1}}\nchild: {m: {o: 1}}\ngone: 1\n", template=CHANGED,
                     child={**CHILD, "templates/z.yaml": '{{ $_ := set .Values.global.g "child" (add1 (.Values.global.g.child | default 0)) }}'}),
        "templates/z.yaml": CHANGES}, {"user": {"count": 1, "gone": 1}, "child": {"m": {"p": 1}}}, []),
    ("a template that puts others in the place of values", {**parent(
        values="a: {count: 1}\n", template='a: {{ toJson .Values }}\n'), "templates/zzz.yaml": '{{ $_ := set $ "Values" (merge (dict "b" 1) .Values) }}'
        '{{ $_ := set .Values.a "count" (add1 .Values.a.count) }}'}, {"u": {"count": 1}}, []),
    ("subcharts", with_child(template="a: {{ .Subcharts.child.Values.a }} {{ .Subcharts.child.Chart.Name }}\n"), {}, []),
    ("is upgrade", parent(template="u: {{ .Release.IsUpgrade }} {{ .Release.IsInstall }} {{ .Release.Service }}\n"), {}, ["--is-upgrade"]),
    ("what dot says of the chart", {
        **parent(ABOUT, "other: {enabled: true}\n", "".join(f"l{i}: |\n  {{{{ {line} }}}}\n" for i, line in enumerate(ABOUT_LINES))),
        "templates/_h.tpl": "{{ define `about` }}{{ .chart.Name }} {{ (first .chart.Maintainers).Email }}{{ end }}", **below("child", CHILD)}, {}, []),
    *((f"a field that {what} does not have", parent(template=f"a: {{{{ {what} }}}}\n"), {}, []) for what in (
        ".Chart.Nope", ".Release.Nope.x", ".Capabilities.KubeVersion.Nope", "hasKey .Chart.Annotations `x`", "range .Chart.Maintainers }}{{ .Nope }}{{ end")),
    ("api versions", parent(template='v: {{ .Capabilities.APIVersions.Has "x/v1" }} {{ .Capabilities.APIVersions.Has "v1" }}\n'), {}, ["-a", "x/v1,y/v2"]),
]
