#include "mesh/funcs.h"

#include <ctype.h>
#include <string.h>

#include "base/limits.h"
#include "helm/funcs.h"
#include "helm/gotime.h"
#include "mesh/injector.h"
#include "mesh/protojson.h"
#include "mesh/proxyconfig.h"
#include "mesh/view.h"
#include "yaml/yaml.h"

static const char *key_text(struct gotmpl_run *run, const struct value *v)
{
    return arena_strndup(&run->arena, v->text.s, v->text.len);
}

static struct value as_text(struct gotmpl_run *run, const struct value *v)
{
    auto_buf struct buf out = BUF_INIT(LIMIT_TEMPLATE_OUTPUT);

    if (v->kind == VALUE_TEXT)
        return value_text(v->text.s, v->text.len);
    value_print(&out, v, false);
    return gotmpl_make_buf(run, &out);
}

HELM_FUNC(fn_annotation)
{
    json_t *annotations =
        args[0].kind == VALUE_MAP ? json_object_get(args[0].json, "annotations") : NULL;
    json_t *found = json_object_get(annotations, key_text(run, &args[1]));

    *ret = found ? value_of(found) : as_text(run, &args[2]);
    return 0;
}

HELM_FUNC(fn_isset)
{
    *ret = value_bool(args[0].kind == VALUE_MAP &&
                      json_object_get(args[0].json, key_text(run, &args[1])));
    return 0;
}

HELM_FUNC(fn_value_or_default)
{
    bool missing = value_is_nil(&args[0]) || (args[0].kind == VALUE_TEXT && args[0].text.len == 0);

    *ret = missing ? args[1] : args[0];
    return 0;
}

static struct text trim(struct text t)
{
    while (t.len && isspace((unsigned char)t.s[0]))
        t.s++, t.len--;
    while (t.len && isspace((unsigned char)t.s[t.len - 1]))
        t.len--;
    return t;
}

static bool same_text(struct text a, struct text b)
{
    return a.len == b.len && memcmp(a.s, b.s, a.len) == 0;
}

/* The next element of a comma list; false at the end. */
static bool next_element(struct text *list, struct text *ret)
{
    const char *comma;

    if (!list->s)
        return false;
    comma = list->len ? memchr(list->s, ',', list->len) : NULL;
    *ret = (struct text){list->s, comma ? (size_t)(comma - list->s) : list->len};
    if (comma)
        *list = (struct text){comma + 1, list->len - ret->len - 1};
    else
        *list = (struct text){NULL, 0};
    return true;
}

HELM_FUNC(fn_exclude_inbound_port)
{
    auto_buf struct buf out = BUF_INIT(LIMIT_TEMPLATE_OUTPUT);
    struct value port_value = as_text(run, &args[0]), list_value = as_text(run, &args[1]);
    struct text port = trim(port_value.text), list = list_value.text, element;

    *ret = list_value;
    if (port.len == 0 || (port.len == 1 && port.s[0] == '0'))
        return 0;
    while (next_element(&list, &element)) {
        if (same_text(element, port))
            return 0;
        element = trim(element);
        if (element.len) {
            buf_addf(&out, "%s%.*s", out.len ? "," : "", (int)element.len, element.s);
        }
    }
    buf_addf(&out, "%s%.*s", out.len ? "," : "", (int)port.len, port.s);
    *ret = gotmpl_make_buf(run, &out);
    return 0;
}

static int list_ports(struct gotmpl_run *run, const struct value *containers, bool skip_proxy,
                      struct value *ret)
{
    auto_buf struct buf out = BUF_INIT(LIMIT_TEMPLATE_OUTPUT);
    size_t i, k;
    json_t *container, *port;

    json_array_foreach (containers->kind == VALUE_LIST ? containers->json : NULL, i, container) {
        const char *name = json_dig_text(container, "name");

        if (skip_proxy && name && strcmp(name, "istio-proxy") == 0)
            continue;
        json_array_foreach (json_object_get(container, "ports"), k, port) {
            const char *protocol = json_dig_text(port, "protocol");

            if (protocol && (strcmp(protocol, "UDP") == 0 || strcmp(protocol, "SCTP") == 0))
                continue;
            buf_addf(&out, "%s%lld", out.len ? "," : "",
                     (long long)json_number_or(json_object_get(port, "containerPort"), 0));
        }
    }
    *ret = gotmpl_make_buf(run, &out);
    return 0;
}

HELM_FUNC(fn_include_inbound_ports)
{
    return list_ports(run, &args[0], false, ret);
}

HELM_FUNC(fn_application_ports)
{
    return list_ports(run, &args[0], true, ret);
}

HELM_FUNC(fn_identity)
{
    *ret = args[0];
    return 0;
}

static int print_json(struct gotmpl_run *run, const struct value *v, struct value *ret)
{
    auto_buf struct buf out = BUF_INIT(LIMIT_TEMPLATE_OUTPUT);
    auto_json json_t *json = value_json(v);

    if (value_is_nil(v))
        buf_adds(&out, "{}");
    else
        json_print(&out, json, JSON_PRINT_HTML);
    *ret = gotmpl_make_buf(run, &out);
    return 0;
}

HELM_FUNC(fn_to_json)
{
    return print_json(run, &args[0], ret);
}

HELM_FUNC(fn_from_json)
{
    json_t *json = json_loadb(args[0].text.s, args[0].text.len,
                              JSON_DECODE_ANY | JSON_DECODE_INT_AS_REAL, NULL);

    *ret = json ? value_of(gotmpl_own(run, json)) : value_text("{}", 2);
    return 0;
}

/* Go prints structs in the order of their fields. */
HELM_FUNC(fn_struct_to_json)
{
    const struct go_type *type = args[0].kind == VALUE_MAP ? view_go_type(args[0].type) : NULL;
    auto_buf struct buf out = BUF_INIT(LIMIT_TEMPLATE_OUTPUT);

    if (!type || type->kind != GO_STRUCT)
        return print_json(run, &args[0], ret);
    go_print(&out, type, args[0].json);
    *ret = gotmpl_make_buf(run, &out);
    return 0;
}

HELM_FUNC(fn_proto_to_json)
{
    auto_buf struct buf out = BUF_INIT(LIMIT_TEMPLATE_OUTPUT);

    if (args[0].kind == VALUE_MAP)
        proxy_config_print(&out, args[0].json);
    else
        buf_adds(&out, "{}");
    *ret = gotmpl_make_buf(run, &out);
    return 0;
}

HELM_FUNC(fn_to_yaml)
{
    auto_buf struct buf out = BUF_INIT(LIMIT_TEMPLATE_OUTPUT);
    auto_json json_t *json = value_json(&args[0]);

    (void)yaml_print(&out, json);
    *ret = gotmpl_make_buf(run, &out);
    return 0;
}

/* Unlike sprig's: the first line stays where it is. */
HELM_FUNC(fn_indent)
{
    auto_buf struct buf out = BUF_INIT(LIMIT_TEMPLATE_OUTPUT);
    int64_t spaces = args[0].integer;
    struct text t = args[1].text;

    for (size_t i = 0; i < t.len; i++) {
        buf_addc(&out, t.s[i]);
        if (t.s[i] == '\n' && spaces > 0)
            buf_fill(&out, ' ', (size_t)spaces);
    }
    *ret = gotmpl_make_buf(run, &out);
    return buf_check(&out, "indent", err);
}

HELM_FUNC(fn_directory)
{
    struct text t = args[0].text;

    while (t.len && t.s[t.len - 1] != '/')
        t.len--;
    *ret = value_text(t.s, t.len);
    return 0;
}

HELM_FUNC(fn_contains)
{
    struct text needle = args[0].text, in = args[1].text;

    *ret = value_bool(needle.len == 0 || (in.len && memmem(in.s, in.len, needle.s, needle.len)));
    return 0;
}

HELM_FUNC(fn_to_lower)
{
    struct value made = gotmpl_make_text(run, args[0].text.s, args[0].text.len);
    char *s = (char *)made.text.s;

    for (size_t i = 0; i < made.text.len; i++)
        s[i] = (char)tolower((unsigned char)s[i]);
    *ret = made;
    return 0;
}

/* Is the network (name, namespace) in this JSON list already? -1 when it is no such list. */
static int has_network(const char *text, struct text namespace, struct text name)
{
    auto_json json_t *list = json_loads(text, 0, NULL);
    size_t i;
    json_t *item;

    if (!json_is_array(list))
        return -1;
    json_array_foreach (list, i, item) {
        const char *has = json_dig_text(item, "name"), *where = json_dig_text(item, "namespace");

        if (has && same_text((struct text){has, strlen(has)}, name) &&
            same_text((struct text){where ? where : "", where ? strlen(where) : 0}, namespace))
            return 1;
    }
    return 0;
}

HELM_FUNC(fn_append_multus_network)
{
    auto_buf struct buf out = BUF_INIT(LIMIT_TEMPLATE_OUTPUT);
    struct text existing = args[0].text, network = args[1].text, list = existing, element;
    const char *bracket = existing.len ? memrchr(existing.s, ']', existing.len) : NULL;
    const char *slash = network.len ? memchr(network.s, '/', network.len) : NULL;
    struct text namespace =
        slash ? (struct text){network.s, (size_t)(slash - network.s)} : (struct text){"", 0};
    struct text name = slash ? (struct text){slash + 1, network.len - namespace.len - 1} : network;

    *ret = args[0];
    if (existing.len == 0) {
        *ret = args[1];
        return 0;
    }
    if (bracket) {
        auto_free char *text = mem_strndup(existing.s, existing.len);

        if (has_network(text, namespace, name) != 0)
            return 0;
        buf_add(&out, existing.s, (size_t)(bracket - existing.s));
        buf_addf(&out, ", {\"name\": \"%.*s\"", (int)name.len, name.s);
        if (namespace.len)
            buf_addf(&out, ", \"namespace\": \"%.*s\"", (int)namespace.len, namespace.s);
        buf_addc(&out, '}');
        buf_add(&out, bracket, existing.len - (size_t)(bracket - existing.s));
    } else {
        while (next_element(&list, &element)) {
            if (same_text(trim(element), network))
                return 0;
        }
        buf_addf(&out, "%.*s, %.*s", (int)existing.len, existing.s, (int)network.len, network.s);
    }
    *ret = gotmpl_make_buf(run, &out);
    return 0;
}

/* A variable of istiod's environment, which the charts make of pilot.env; that of this process is
 * not read. */
HELM_FUNC(fn_env)
{
    const struct injector *injector = run->user;
    auto_free char *name = mem_strndup(args[0].text.s, args[0].text.len);
    json_t *variable = injector ? json_dig(injector->values, "pilot", "env", name) : NULL;
    auto_buf struct buf text = BUF_INIT(LIMIT_ANNOTATION);
    struct value value = value_of(variable);

    *ret = args[1];
    if (!variable || json_is_null(variable))
        return 0;
    value_print(&text, &value, false);
    *ret = gotmpl_make_buf(run, &text);
    return 0;
}

static json_t *texts_of(struct gotmpl_run *run, const struct value *v)
{
    json_t *copy = gotmpl_new_dict(run);

    if (v->kind == VALUE_MAP)
        (void)json_object_update(copy, v->json);
    return copy;
}

HELM_FUNC(fn_omit)
{
    json_t *dict = texts_of(run, &args[0]);

    for (size_t i = 1; i < n; i++)
        (void)json_object_del(dict, key_text(run, &args[i]));
    *ret = value_tree(dict, &value_type_text_map);
    return 0;
}

HELM_FUNC(fn_strdict)
{
    json_t *dict = gotmpl_new_dict(run);

    for (size_t i = 0; i < n; i += 2) {
        struct value key = as_text(run, &args[i]),
                     value = i + 1 < n ? as_text(run, &args[i + 1]) : value_text("", 0);

        json_put(dict, key_text(run, &key), value_json(&value));
    }
    *ret = value_tree(dict, &value_type_text_map);
    return 0;
}

HELM_FUNC(fn_merge_maps)
{
    json_t *dict = gotmpl_new_dict(run);

    for (size_t i = 0; i < n; i++) {
        if (args[i].kind == VALUE_MAP)
            (void)json_object_update(dict, args[i].json);
    }
    *ret = value_tree(dict, &value_type_text_map);
    return 0;
}

HELM_FUNC(fn_to_json_map)
{
    struct value merged;

    if (fn_merge_maps(run, args, n, &merged, err) < 0)
        return -1;
    return print_json(run, &merged, ret);
}

/* Without nulls; what is empty because of that is dropped too. NULL when nothing is left. */
static json_t *omit_nil(const json_t *value)
{
    const char *key;
    json_t *item, *copy;
    bool dropped = false;
    size_t i;

    if (json_is_null(value))
        return NULL;
    if (json_is_object(value)) {
        copy = json_object();
        json_object_foreach ((json_t *)value, key, item) {
            json_t *kept = omit_nil(item);

            if (kept)
                json_put(copy, key, kept);
            dropped |= !kept;
        }
    } else if (json_is_array(value)) {
        copy = json_array();
        json_array_foreach (value, i, item) {
            json_t *kept = omit_nil(item);

            if (kept)
                json_array_append_new(copy, kept);
            dropped |= !kept;
        }
    } else {
        return json_incref((json_t *)value);
    }
    if (dropped && json_object_size(copy) == 0 && json_array_size(copy) == 0) {
        json_decref(copy);
        return NULL;
    }
    return copy;
}

HELM_FUNC(fn_omit_nil)
{
    auto_json json_t *json = value_json(&args[0]);
    json_t *kept = omit_nil(json);

    *ret = kept ? value_of(gotmpl_own(run, kept)) : value_nil();
    return 0;
}

HELM_FUNC(fn_format_duration)
{
    auto_buf struct buf out = BUF_INIT(64);
    auto_json json_t *duration = value_json(&args[0]);

    gotime_duration_print(&out, proto_duration(duration));
    *ret = gotmpl_make_buf(run, &out);
    return 0;
}

/* ---- OpenTelemetry's resource attributes ---- */

static bool wants_otel(const struct value *mesh)
{
    const json_t *providers =
        mesh->kind == VALUE_MAP ? json_object_get(mesh->json, "extensionProviders") : NULL;
    size_t i;
    json_t *provider;

    json_array_foreach ((json_t *)providers, i, provider) {
        const char *enrichment =
            json_dig_text(provider, "opentelemetry", "serviceAttributeEnrichment");

        if (enrichment && strcmp(enrichment, "OTEL_SEMANTIC_CONVENTIONS") == 0)
            return true;
    }
    return false;
}

/* NULL also for an empty text. */
static const char *entry(const struct value *map, const char *key)
{
    const char *text = map->kind == VALUE_MAP ? json_dig_text(map->json, key) : NULL;

    return text && *text ? text : NULL;
}

/* The tag, the digest, or tag@digest of an image. */
static void image_version(struct buf *out, const char *image)
{
    const char *digest = strchr(image, '@');
    size_t len = digest ? (size_t)(digest - image) : strlen(image);
    const char *slash = memrchr(image, '/', len);
    const char *from = slash ? slash : image;
    const char *colon = memrchr(from, ':', len - (size_t)(from - image));

    if (colon)
        buf_add(out, colon + 1, len - (size_t)(colon + 1 - image));
    if (digest && digest[1])
        buf_addf(out, "%s%s", out->len ? "@" : "", digest + 1);
}

HELM_FUNC(fn_otel_resource_attributes)
{
    auto_buf struct buf out = BUF_INIT(LIMIT_TEMPLATE_OUTPUT), version = BUF_INIT(LIMIT_MESSAGE);
    const struct value *annotations = &args[1], *labels = &args[2];
    struct value namespace = as_text(run, &args[3]);
    const json_t *containers = args[4].kind == VALUE_LIST ? args[4].json : NULL;
    const char *text;

    *ret = value_text("", 0);
    if (!wants_otel(&args[0]))
        return 0;
    text = entry(annotations, "resource.opentelemetry.io/service.namespace");
    if (text)
        buf_addf(&out, "service.namespace=%s", text);
    else if (namespace.text.len)
        buf_addf(&out, "service.namespace=%.*s", (int)namespace.text.len, namespace.text.s);

    text = entry(annotations, "resource.opentelemetry.io/service.version");
    text = text ? text : entry(labels, "app.kubernetes.io/version");
    if (text)
        buf_adds(&version, text);
    else if (json_array_size(containers) == 1 &&
             json_dig_text(json_array_get(containers, 0), "image"))
        image_version(&version, json_dig_text(json_array_get(containers, 0), "image"));
    if (version.len)
        buf_addf(&out, "%sservice.version=%s", out.len ? "," : "", buf_text(&version));

    text = entry(annotations, "resource.opentelemetry.io/service.instance.id");
    if (text)
        buf_addf(&out, "%sservice.instance.id=%s", out.len ? "," : "", text);
    else if (json_array_size(containers) > 0)
        buf_addf(&out, "%sservice.instance.id=%.*s.$(POD_NAME).%s", out.len ? "," : "",
                 (int)namespace.text.len, namespace.text.s,
                 json_text_at(json_array_get(containers, 0), "name"));
    *ret = gotmpl_make_buf(run, &out);
    return 0;
}

static const struct gotmpl_func funcs[] = {
    {"annotation", "asa", fn_annotation},
    {"appendMultusNetwork", "ss", fn_append_multus_network},
    {"applicationPorts", "a", fn_application_ports},
    {"contains", "ss", fn_contains},
    {"directory", "s", fn_directory},
    {"env", "ss", fn_env},
    {"excludeInboundPort", "aa", fn_exclude_inbound_port},
    {"excludeInterfaces", "s", fn_identity},
    {"formatDuration", "a", fn_format_duration},
    {"fromJSON", "s", fn_from_json},
    {"includeInboundPorts", "a", fn_include_inbound_ports},
    {"indent", "is", fn_indent},
    {"isset", "as", fn_isset},
    {"kubevirtInterfaces", "s", fn_identity},
    {"mergeMaps", "a*", fn_merge_maps},
    {"omit", "as*", fn_omit},
    {"omitNil", "a", fn_omit_nil},
    {"otelResourceAttributes", "aaaaa", fn_otel_resource_attributes},
    {"protoToJSON", "a", fn_proto_to_json},
    {"strdict", "a*", fn_strdict},
    {"structToJSON", "a", fn_struct_to_json},
    {"toJSON", "a", fn_to_json},
    {"toJsonMap", "a*", fn_to_json_map},
    {"toLower", "s", fn_to_lower},
    {"toYaml", "a", fn_to_yaml},
    {"valueOrDefault", "aa", fn_value_or_default},
};

const struct gotmpl_table mesh_funcs = {funcs, ARRAY_LEN(funcs)};
