package main

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strconv"
)

// The fields of the struct that Go's own tests execute on, as far as JSON can hold them.
const testData = `{"True": true, "I": 17, "U16": 16, "X": "x", "S": "xyz", "U": {"V": "v"}, "SI": [3, 4, 5],
 "SICap": [], "SIEmpty": [], "SB": [true, false], "AI": [3, 4, 5],
 "MSI": {"one": 1, "two": 2, "three": 3}, "MSIone": {"one": 1}, "MSIEmpty": {}, "MXI": {"one": 1},
 "SMSI": [{"one": 1, "two": 2}, {"eleven": 11, "twelve": 12}], "Empty0": null, "Empty1": 3, "Empty2": "empty2",
 "Empty3": [7, 8], "Empty4": {"V": "UinEmpty"}, "Str": "foo", "PI": 23, "PS": "a string", "PSI": [21, 22, 23],
 "FloatZero": 0.5, "NIL": null}`

// tables writes the rows of Go's own text/template tests, each with what Go makes of it on data that
// JSON can hold: {"name", "template", "data", "output" or "error"}.
func tables(goroot string) error {
	rows := []map[string]interface{}{}
	for _, t := range []struct{ file, name string }{
		{"exec_test.go", "execTests"}, {"exec_test.go", "cmpTests"},
		{"parse/parse_test.go", "parseTests"}, {"parse/parse_test.go", "errorTests"},
	} {
		more, err := table(filepath.Join(goroot, "src", "text", "template", t.file), t.name)
		if err != nil {
			return err
		}
		rows = append(rows, more...)
	}
	encoder := json.NewEncoder(os.Stdout)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", " ")
	return encoder.Encode(rows)
}

func table(file, name string) ([]map[string]interface{}, error) {
	tree, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
	if err != nil {
		return nil, err
	}
	var rows []map[string]interface{}
	ast.Inspect(tree, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok || len(spec.Names) != 1 || spec.Names[0].Name != name || len(spec.Values) != 1 {
			return true
		}
		for i, element := range spec.Values[0].(*ast.CompositeLit).Elts {
			if row := oneRow(name, i, element.(*ast.CompositeLit)); row != nil {
				rows = append(rows, row)
			}
		}
		return false
	})
	return rows, nil
}

func oneRow(table string, index int, literal *ast.CompositeLit) map[string]interface{} {
	text := func(i int) (string, bool) {
		if i >= len(literal.Elts) {
			return "", false
		}
		return constant(literal.Elts[i])
	}
	title, ok := text(0)
	if !ok {
		return nil
	}
	input, data := title, json.RawMessage("null")
	switch table {
	case "cmpTests":
		input, title = "{{if "+title+"}}true{{else}}false{{end}}", strconv.Itoa(index)
	default:
		if input, ok = text(1); !ok {
			return nil
		}
	}
	if table == "execTests" {
		if data, ok = dataOf(literal.Elts[3]); !ok {
			return nil
		}
	}
	if table == "cmpTests" {
		data = json.RawMessage(`{"Uthree": 3, "Ufour": 4, "NegOne": -1, "Three": 3, "Map": {}, "NilMap": null}`)
	}
	row := map[string]interface{}{"name": table + "/" + title, "template": input, "data": data}
	output, err := guarded(input, data)
	if err != nil {
		row["error"] = err.Error()
	} else {
		row["output"] = output
	}
	return row
}

func guarded(text string, data json.RawMessage) (output string, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v", r)
		}
	}()
	return execute(text, data)
}

// constant evaluates a string: literals and sums of them.
func constant(e ast.Expr) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		if e.Kind == token.STRING {
			s, err := strconv.Unquote(e.Value)
			return s, err == nil
		}
	case *ast.BinaryExpr:
		a, ok1 := constant(e.X)
		b, ok2 := constant(e.Y)
		return a + b, ok1 && ok2
	}
	return "", false
}

func dataOf(e ast.Expr) (json.RawMessage, bool) {
	switch e := e.(type) {
	case *ast.Ident:
		switch e.Name {
		case "tVal":
			return json.RawMessage(testData), true
		case "nil", "true", "false":
			return json.RawMessage(map[string]string{"nil": "null", "true": "true", "false": "false"}[e.Name]), true
		}
	case *ast.BasicLit:
		if e.Kind == token.INT || e.Kind == token.FLOAT {
			return json.RawMessage(e.Value), json.Valid([]byte(e.Value))
		}
		if s, ok := constant(e); ok {
			raw, _ := json.Marshal(s)
			return raw, true
		}
	case *ast.CompositeLit:
		return dataOfComposite(e)
	}
	return nil, false
}

func dataOfComposite(e *ast.CompositeLit) (json.RawMessage, bool) {
	object, list := map[string]json.RawMessage{}, []json.RawMessage{}
	_, isMap := e.Type.(*ast.MapType)
	for _, element := range e.Elts {
		if pair, ok := element.(*ast.KeyValueExpr); ok && isMap {
			key, ok1 := constant(pair.Key)
			value, ok2 := dataOf(pair.Value)
			if !ok1 || !ok2 {
				return nil, false
			}
			object[key] = value
			continue
		}
		value, ok := dataOf(element)
		if !ok || isMap {
			return nil, false
		}
		list = append(list, value)
	}
	if _, isList := e.Type.(*ast.ArrayType); !isMap && !isList {
		return nil, false
	}
	var raw []byte
	if isMap {
		raw, _ = json.Marshal(object)
	} else {
		raw, _ = json.Marshal(list)
	}
	return raw, true
}
