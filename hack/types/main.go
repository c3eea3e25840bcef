// Command types writes lib/mesh/gotypes_tables.c: the Go types that injection templates see and that istiod prints as
// JSON, core/v1's Pod by reflection and Istio's MeshConfig by its descriptor.
//
//	cd hack/types && go run . > ../../lib/mesh/gotypes_tables.c
package main

import (
	"fmt"
	"reflect"
	"strings"

	"google.golang.org/protobuf/reflect/protoreflect"
	meshconfig "istio.io/api/mesh/v1alpha1"
	corev1 "k8s.io/api/core/v1"
)

type table struct {
	done map[string]bool
	out  []string // definitions, each after those it needs
	head []string // declarations
	all  []string // names by index
}

// known says that there is a table of this name already; else it is declared and the caller defines it.
func (t *table) known(name string) bool {
	if t.done[name] {
		return true
	}
	t.done[name] = true
	t.head = append(t.head, fmt.Sprintf("static const struct go_type %s;", name))
	return false
}

func (t *table) define(name, body string) {
	t.out = append(t.out, fmt.Sprintf("static const struct go_type %s = {.index = %d, %s};", name, len(t.all), body))
	t.all = append(t.all, name)
}

func identifier(name string) string {
	return "t_" + strings.NewReplacer(".", "_", "[", "_", "]", "_", "/", "_", "*", "p").Replace(name)
}

// ---- Go's structs ----

var whole = map[string]string{
	"resource.Quantity":    "GO_QUANTITY",
	"intstr.IntOrString":   "GO_INT_OR_TEXT",
	"v1.Time":              "GO_TIME",
	"v1.FieldsV1":          "GO_ANY",
	"runtime.RawExtension": "GO_ANY",
}

func (t *table) goType(typ reflect.Type) string {
	name := identifier(typ.String())
	if t.known(name) {
		return name
	}
	common := fmt.Sprintf(".name = %q, ", typ.String())
	if kind, found := whole[typ.String()]; found {
		t.define(name, common+".kind = "+kind)
		return name
	}
	switch typ.Kind() {
	case reflect.String:
		t.define(name, common+".kind = GO_TEXT")
	case reflect.Bool:
		t.define(name, common+".kind = GO_BOOL")
	case reflect.Int32:
		t.define(name, common+".kind = GO_INT")
	case reflect.Int64, reflect.Int:
		t.define(name, common+".kind = GO_INT64")
	case reflect.Slice:
		if typ.Elem().Kind() == reflect.Uint8 {
			t.define(name, common+".kind = GO_BYTES")
			break
		}
		t.define(name, common+".kind = GO_LIST, .element = &"+t.goType(typ.Elem()))
	case reflect.Map:
		t.define(name, common+".kind = GO_MAP, .element = &"+t.goType(typ.Elem()))
	case reflect.Struct:
		t.define(name, common+".kind = GO_STRUCT, .fields = "+t.goFields(name, typ))
	default:
		panic(typ.String())
	}
	return name
}

func (t *table) goFields(name string, typ reflect.Type) string {
	var rows []string
	for i := 0; i < typ.NumField(); i++ {
		field := typ.Field(i)
		tag, options, _ := strings.Cut(field.Tag.Get("json"), ",")
		inner, flags := field.Type, []string{}
		if inner.Kind() == reflect.Pointer {
			inner = inner.Elem()
			flags = append(flags, "GO_POINTER")
		}
		if strings.Contains(options, "omitempty") {
			flags = append(flags, "GO_OMIT_EMPTY")
		}
		if field.Anonymous {
			flags = append(flags, "GO_EMBEDDED")
			if tag == "" {
				flags = append(flags, "GO_INLINE")
			}
		}
		if len(flags) == 0 {
			flags = append(flags, "0")
		}
		row := fmt.Sprintf("{%q, %q, &%s, %s", field.Name, tag, t.goType(inner), strings.Join(flags, " | "))
		key := "NULL"
		if tag := field.Tag.Get("patchMergeKey"); tag != "" {
			key = fmt.Sprintf("%q", tag)
		}
		row += ", " + key
		rows = append(rows, "    "+row+"},")
	}
	fields := name + "_fields"
	t.out = append(t.out, fmt.Sprintf("static const struct go_field %s[] = {\n%s\n    {0},\n};", fields, strings.Join(rows, "\n")))
	return fields
}

// ---- Istio's messages ----

var wellKnown = map[string]string{
	"google.protobuf.Duration":    "GO_DURATION",
	"google.protobuf.Struct":      "GO_ANY",
	"google.protobuf.BoolValue":   "GO_BOOL",
	"google.protobuf.Int32Value":  "GO_INT",
	"google.protobuf.UInt32Value": "GO_UINT",
	"google.protobuf.Int64Value":  "GO_LONG",
	"google.protobuf.UInt64Value": "GO_LONG",
	"google.protobuf.DoubleValue": "GO_REAL",
	"google.protobuf.StringValue": "GO_TEXT",
}

func camel(name string) string {
	parts := strings.Split(name, "_")
	for i, part := range parts {
		if part != "" {
			parts[i] = strings.ToUpper(part[:1]) + part[1:]
		}
	}
	return strings.Join(parts, "")
}

func (t *table) scalar(name, kind string) string {
	id := identifier("proto." + name)
	if !t.known(id) {
		t.define(id, fmt.Sprintf(".name = %q, .kind = %s", name, kind))
	}
	return id
}

func (t *table) enum(descriptor protoreflect.EnumDescriptor) string {
	name := string(descriptor.FullName())
	id := identifier("proto." + name)
	if t.known(id) {
		return id
	}
	var rows []string
	for i := 0; i < descriptor.Values().Len(); i++ {
		value := descriptor.Values().Get(i)
		rows = append(rows, fmt.Sprintf("    {%q, %d},", value.Name(), value.Number()))
	}
	t.out = append(t.out, fmt.Sprintf("static const struct go_enum %s_values[] = {\n%s\n    {0},\n};", id, strings.Join(rows, "\n")))
	t.define(id, fmt.Sprintf(".name = %q, .kind = GO_ENUM, .values = %s_values", name, id))
	return id
}

func (t *table) single(field protoreflect.FieldDescriptor) (string, string) {
	switch field.Kind() {
	case protoreflect.MessageKind:
		name := string(field.Message().FullName())
		if kind, found := wellKnown[name]; found {
			return t.scalar(name, kind), "GO_POINTER"
		}
		return t.message(field.Message()), "GO_POINTER"
	case protoreflect.EnumKind:
		return t.enum(field.Enum()), "0"
	case protoreflect.StringKind:
		return t.scalar("string", "GO_TEXT"), "0"
	case protoreflect.BoolKind:
		return t.scalar("bool", "GO_BOOL"), "0"
	case protoreflect.BytesKind:
		return t.scalar("bytes", "GO_BYTES"), "0"
	case protoreflect.DoubleKind, protoreflect.FloatKind:
		return t.scalar("double", "GO_REAL"), "0"
	case protoreflect.Int64Kind, protoreflect.Uint64Kind:
		return t.scalar("int64", "GO_LONG"), "0"
	case protoreflect.Uint32Kind, protoreflect.Fixed32Kind:
		return t.scalar("uint32", "GO_UINT"), "0"
	default:
		return t.scalar("int32", "GO_INT"), "0"
	}
}

func (t *table) message(descriptor protoreflect.MessageDescriptor) string {
	name := string(descriptor.FullName())
	id := identifier("proto." + name)
	if t.known(id) {
		return id
	}
	var rows []string
	for i := 0; i < descriptor.Fields().Len(); i++ {
		field := descriptor.Fields().Get(i)
		var element, flags string
		switch {
		case field.IsMap():
			inner, _ := t.single(field.MapValue())
			element, flags = t.collection("map", "GO_MAP", inner), "0"
		case field.IsList():
			inner, _ := t.single(field)
			element, flags = t.collection("list", "GO_LIST", inner), "0"
		default:
			element, flags = t.single(field)
			if field.HasOptionalKeyword() {
				flags = "GO_POINTER"
			} else if field.ContainingOneof() != nil {
				flags += " | GO_ONEOF"
			}
		}
		rows = append(rows, fmt.Sprintf("    {%q, %q, &%s, %s, NULL},", camel(string(field.Name())), field.JSONName(), element, flags))
	}
	t.out = append(t.out, fmt.Sprintf("static const struct go_field %s_fields[] = {\n%s\n    {0},\n};", id, strings.Join(rows, "\n")))
	t.define(id, fmt.Sprintf(".name = %q, .kind = GO_MESSAGE, .fields = %s_fields", name, id))
	return id
}

func (t *table) collection(what, kind, element string) string {
	id := "t_" + what + "_of_" + strings.TrimPrefix(element, "t_")
	if !t.known(id) {
		t.define(id, fmt.Sprintf(".name = %q, .kind = %s, .element = &%s", what, kind, element))
	}
	return id
}

func main() {
	t := &table{done: map[string]bool{}}
	roots := [][2]string{
		{"go_pod", t.goType(reflect.TypeOf(corev1.Pod{}))},
		{"go_container", t.goType(reflect.TypeOf(corev1.Container{}))},
		{"go_probe", t.goType(reflect.TypeOf(corev1.Probe{}))},
		{"go_mesh_config", t.message((&meshconfig.MeshConfig{}).ProtoReflect().Descriptor())},
		{"go_proxy_config", t.message((&meshconfig.ProxyConfig{}).ProtoReflect().Descriptor())},
	}
	fmt.Println("/* Made by hack/types of k8s.io/api and istio.io/api: do not edit. */\n#include \"mesh/gotypes.h\"\n")
	fmt.Println(strings.Join(t.head, "\n"))
	fmt.Println()
	fmt.Println(strings.Join(t.out, "\n"))
	fmt.Println()
	fmt.Printf("const struct go_type *const go_types[] = {\n")
	for _, name := range t.all {
		fmt.Printf("    &%s,\n", name)
	}
	fmt.Printf("};\nconst size_t n_go_types = %d;\n", len(t.all))
	for _, root := range roots {
		fmt.Printf("const struct go_type *const %s = &%s;\n", root[0], root[1])
	}
}
