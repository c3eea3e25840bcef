// Command oracle answers what Go's text/template and Helm's engine make of a template. It reads one
// JSON request a line and writes one JSON answer a line:
//
//	{"template": T, "data": D}                       text/template alone, missingkey=zero
//	{"templates": {NAME: T}, "values": V, "files": F} Helm's engine on a chart of these files
//
//	{"output": TEXT}   or   {"error": MESSAGE}
//
// "oracle tables GOROOT" writes the rows of Go's own text/template tests instead, with Go's answers.
//
// Numbers of "data" that are integers are Go ints; "values" are read as Helm reads values files.
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"text/template"

	"helm.sh/helm/v3/pkg/chart"
	"helm.sh/helm/v3/pkg/chartutil"
	"helm.sh/helm/v3/pkg/engine"
)

type request struct {
	Template  *string                `json:"template"`
	Data      json.RawMessage        `json:"data"`
	Templates map[string]string      `json:"templates"`
	Values    map[string]interface{} `json:"values"`
	Files     map[string]string      `json:"files"`
}

func main() {
	if len(os.Args) == 3 && os.Args[1] == "tables" {
		if err := tables(os.Args[2]); err != nil {
			fmt.Fprintln(os.Stderr, "oracle:", err)
			os.Exit(1)
		}
		return
	}
	in := bufio.NewReaderSize(os.Stdin, 1<<20)
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	for {
		line, err := in.ReadBytes('\n')
		if len(bytes.TrimSpace(line)) > 0 {
			text, fault := answer(line)
			if fault != nil {
				encoder.Encode(map[string]string{"error": fault.Error()})
			} else {
				encoder.Encode(map[string]string{"output": text})
			}
			out.Flush()
		}
		if err != nil {
			return
		}
	}
}

func answer(line []byte) (text string, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v", r)
		}
	}()
	var r request
	if err := json.Unmarshal(line, &r); err != nil {
		return "", err
	}
	if r.Template != nil {
		return execute(*r.Template, r.Data)
	}
	return render(r)
}

func execute(text string, raw json.RawMessage) (string, error) {
	var data interface{}
	if len(raw) > 0 {
		decoder := json.NewDecoder(bytes.NewReader(raw))
		decoder.UseNumber()
		if err := decoder.Decode(&data); err != nil {
			return "", err
		}
	}
	t, err := template.New("t").Option("missingkey=zero").Parse(text)
	if err != nil {
		return "", err
	}
	var out strings.Builder
	if err := t.Execute(&out, typed(data)); err != nil {
		return "", err
	}
	return out.String(), nil
}

// typed turns json.Number into int or float64.
func typed(value interface{}) interface{} {
	switch v := value.(type) {
	case json.Number:
		if i, err := v.Int64(); err == nil {
			return int(i)
		}
		f, _ := v.Float64()
		return f
	case map[string]interface{}:
		for key := range v {
			v[key] = typed(v[key])
		}
	case []interface{}:
		for i := range v {
			v[i] = typed(v[i])
		}
	}
	return value
}

func render(r request) (string, error) {
	c := &chart.Chart{Metadata: &chart.Metadata{Name: "c", Version: "1.2.3", APIVersion: "v2", AppVersion: "4.5"}}
	for name, text := range r.Templates {
		c.Templates = append(c.Templates, &chart.File{Name: "templates/" + name, Data: []byte(text)})
	}
	for name, text := range r.Files {
		c.Files = append(c.Files, &chart.File{Name: name, Data: []byte(text)})
	}
	caps := chartutil.DefaultCapabilities.Copy()
	version, err := chartutil.ParseKubeVersion("v1.36.3")
	if err != nil {
		return "", err
	}
	caps.KubeVersion = *version
	values, err := chartutil.ToRenderValues(c, r.Values, chartutil.ReleaseOptions{
		Name: "rel", Namespace: "ns", IsInstall: true, Revision: 1}, caps)
	if err != nil {
		return "", err
	}
	rendered, err := engine.Render(c, values)
	if err != nil {
		return "", err
	}
	return rendered["c/templates/t"], nil
}
