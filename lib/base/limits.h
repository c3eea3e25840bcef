/* Every ceiling on what input may size, with its reason. A ceiling that is hit is an error of class
 * INVALID. */
#ifndef MALHA_BASE_LIMITS_H
#define MALHA_BASE_LIMITS_H

/* One rendered template, and one chart: Istio's base chart is 1 MB; forty times that is no chart
 * any more. */
#define LIMIT_TEMPLATE_OUTPUT (40u << 20)
/* A template's own text: the largest of Istio's is 60 KB. */
#define LIMIT_TEMPLATE_TEXT (8u << 20)
/* Nested {{template}} and include: Go and Helm allow 100,000 and 1,000; a C stack holds 1,000 of
 * ours. */
#define LIMIT_TEMPLATE_DEPTH 1000
/* Numbers that until, untilStep and seq count: charts need dozens. */
#define LIMIT_TEMPLATE_NUMBERS 1000000
/* Schemas that one check of values asks: those of charts ask some thousands. */
#define LIMIT_SCHEMA_STEPS 1000000
/* Parentheses in one pipeline, blocks in one another. */
#define LIMIT_PARSE_DEPTH 500
/* Steps of one rendering (nodes walked): demo's istiod takes 40,000. A loop that explodes ends
 * here. */
#define LIMIT_TEMPLATE_STEPS 200000000ull
/* What all templates of one rendering give together: it is held until it is printed. */
#define LIMIT_RENDERED (100u << 20)
/* Memory of one template's execution: the texts and lists that functions make, which go with it. */
#define LIMIT_TEMPLATE_MEMORY (512u << 20)

/* YAML and JSON text read at once: base's CRDs are 1 MB, Kubernetes objects end at 3 MB. */
#define LIMIT_YAML_TEXT (64u << 20)
/* Nodes after aliases are followed ("billion laughs"), as Kubernetes' own reader bounds them. */
#define LIMIT_YAML_NODES 4000000u
#define LIMIT_YAML_DEPTH 512

/* A chart's folder or archive, all files together, and one file (Helm: 100 MiB and 5 MiB). */
#define LIMIT_CHART_BYTES (100u << 20)
#define LIMIT_CHART_FILE (5u << 20)
#define LIMIT_CHART_FILES 10000u
/* Charts within charts. */
#define LIMIT_CHART_DEPTH 16
/* Tables within tables of values; what is read ends at LIMIT_YAML_DEPTH. */
#define LIMIT_VALUES_DEPTH 1000

/* An HTTP reply of the API server: a list page of 500 objects of 1 MB would be a server gone wild.
 */
#define LIMIT_HTTP_REPLY (256u << 20)
/* One line (event) of a watch: etcd's 1.5 MiB objects with room for managedFields. */
#define LIMIT_WATCH_LINE (16u << 20)
/* An AdmissionReview: the API server's own limit on a request is 3 MiB, twice (object, oldObject)
 * plus the frame. controller-runtime and istiod use 7 and 6 MiB. */
#define LIMIT_ADMISSION_BODY (6u << 20)
/* Of bodies that are arriving at once: the first part of each, which is all of nearly every one,
 * and what goes beyond, so that large ones do not shut out the others. */
#define LIMIT_BODY_FIRST (64u << 10)
#define LIMIT_BODIES_FIRST (8u << 20)
#define LIMIT_BODIES_REST (12u << 20)
/* Connections, and those from one address: an API server has at most 200 changing requests in
 * flight unless it is told otherwise. One takes some 70 KB, most of it for TLS. */
#define LIMIT_CONNECTIONS 1000u
#define LIMIT_CONNECTIONS_EACH 500u
/* What of a request is read into a tree: a Pod of 1.5 MB has some 30,000 values. */
#define LIMIT_ADMISSION_NODES 100000u
#define LIMIT_ADMISSION_DEPTH 64
/* Of templates that are executed for a request: Istio's sidecar takes 3,000 steps. */
#define LIMIT_ADMISSION_STEPS 2000000ull
#define LIMIT_ADMISSION_MEMORY (16u << 20)
/* What one template renders for a Pod: Istio's sidecar is 10 KB. */
#define LIMIT_ADMISSION_TEXT (1u << 20)
/* An annotation that is read as YAML or JSON (all of an object's together: 256 KiB), and what a
 * template renders for a Pod: trees of the size of a Pod, nodes counted after aliases are followed.
 */
#define LIMIT_ANNOTATION (64u << 10)
#define LIMIT_SMALL_NODES 10000u
#define LIMIT_SMALL_DEPTH 32
/* A file read whole: certificates, tokens, kubeconfig, MeshConfig. */
#define LIMIT_FILE (64u << 20)
/* A log line, an error message, an Event's message (Kubernetes: 1 KiB). */
#define LIMIT_MESSAGE 8192
#define LIMIT_EVENT_MESSAGE 1024

#endif
