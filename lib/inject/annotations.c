#include "inject/annotations.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"
#include "base/rune.h"
#include "mesh/quantity.h"

bool annotations_parse_bool(const char *text, bool *ret)
{
    static const char *const yes[] = {"1", "t", "T", "TRUE", "true", "True"};
    static const char *const no[] = {"0", "f", "F", "FALSE", "false", "False"};

    for (size_t i = 0; i < ARRAY_LEN(yes); i++) {
        if (strcmp(text, yes[i]) == 0 || strcmp(text, no[i]) == 0) {
            *ret = strcmp(text, yes[i]) == 0;
            return true;
        }
    }
    return false;
}

/* Each gives NULL when the text is good, else what it should have been. */
static const char *check_bool(const char *text)
{
    bool ignored;

    return annotations_parse_bool(text, &ignored) ? NULL : "want true or false";
}

static bool parse_number(const char *text, unsigned long max)
{
    unsigned long v = 0;

    if (!*text)
        return false;
    for (; *text; text++) {
        if (!isdigit((unsigned char)*text))
            return false;
        v = v * 10 + (unsigned long)(*text - '0');
        if (v > max)
            return false;
    }
    return true;
}

static const char *check_uint32(const char *text)
{
    return parse_number(text, 0xffffffffu) ? NULL : "want a whole number";
}

/* Is every element of a comma list good? */
static bool each_element(const char *text, bool trim, bool (*good)(const char *element))
{
    for (;;) {
        size_t len = strcspn(text, ",");
        const char *from = text, *to = text + len;

        while (trim && from < to && isspace((unsigned char)*from))
            from++;
        while (trim && to > from && isspace((unsigned char)to[-1]))
            to--;
        auto_free char *element = mem_strndup(from, (size_t)(to - from));
        if (!good(element))
            return false;
        if (!text[len])
            return true;
        text += len + 1;
    }
}

static bool is_port(const char *element)
{
    return parse_number(element, 65535);
}

static const char *check_port(const char *text)
{
    while (isspace((unsigned char)*text))
        text++;
    auto_free char *trimmed = mem_strdup(text);
    size_t len = strlen(trimmed);
    while (len && isspace((unsigned char)trimmed[len - 1]))
        trimmed[--len] = '\0';
    return is_port(trimmed) ? NULL : "want a port";
}

static const char *check_ports(const char *text)
{
    return !*text || each_element(text, true, is_port) ? NULL
                                                       : "want a comma-separated list of ports";
}

static const char *check_include_ports(const char *text)
{
    return strcmp(text, "*") == 0 ? NULL : check_ports(text);
}

static bool is_cidr(const char *element)
{
    const char *slash = strchr(element, '/');
    unsigned char address[16];
    size_t len = slash ? (size_t)(slash - element) : 0;
    char host[64];
    bool six;

    if (!slash || len >= sizeof(host))
        return false;
    memcpy(host, element, len);
    host[len] = '\0';
    six = strchr(host, ':') != NULL;
    return inet_pton(six ? AF_INET6 : AF_INET, host, address) == 1 &&
           !(slash[1] == '0' && slash[2]) && parse_number(slash + 1, six ? 128 : 32);
}

static const char *check_ranges(const char *text)
{
    return !*text || each_element(text, false, is_cidr)
               ? NULL
               : "want a comma-separated list of CIDR ranges";
}

static const char *check_include_ranges(const char *text)
{
    return strcmp(text, "*") == 0 ? NULL : check_ranges(text);
}

static bool is_interface(const char *element)
{
    if (strlen(element) > 15 || !isalpha((unsigned char)*element))
        return false;
    for (; *element; element++) {
        if (!isalnum((unsigned char)*element) && !strchr("_.-", *element))
            return false;
    }
    return true;
}

static const char *check_interfaces(const char *text)
{
    return !*text || each_element(text, true, is_interface)
               ? NULL
               : "want a comma-separated list of interfaces";
}

static const char *check_mode(const char *text)
{
    return strcmp(text, "REDIRECT") == 0 || strcmp(text, "TPROXY") == 0 || strcmp(text, "NONE") == 0
               ? NULL
               : "want REDIRECT, TPROXY or NONE";
}

static const char *check_quantity(const char *text)
{
    return quantity_is_valid(text) ? NULL : "want a quantity";
}

/* What istio-iptables makes of it is its affair; here it only must stay a text in quotes. */
static const char *check_quoted(const char *text)
{
    for (; *text; text++) {
        if (iscntrl((unsigned char)*text) || *text == '"' || *text == '\\')
            return "want a comma-separated list of ports";
    }
    return NULL;
}

static const struct {
    const char *name;
    const char *(*check)(const char *text);
    const char *what; /* the setting's name, as istiod's messages have it */
} checks[] = {
    {"prometheus.istio.io/merge-metrics", check_bool, NULL},
    {"sidecar.istio.io/proxyCPU", check_quantity, NULL},
    {"sidecar.istio.io/proxyMemory", check_quantity, NULL},
    {"sidecar.istio.io/proxyCPULimit", check_quantity, NULL},
    {"sidecar.istio.io/proxyMemoryLimit", check_quantity, NULL},
    {"sidecar.istio.io/interceptionMode", check_mode, NULL},
    {"status.sidecar.istio.io/port", check_port, NULL},
    {"readiness.status.sidecar.istio.io/initialDelaySeconds", check_uint32, NULL},
    {"readiness.status.sidecar.istio.io/periodSeconds", check_uint32, NULL},
    {"readiness.status.sidecar.istio.io/failureThreshold", check_uint32, NULL},
    {"traffic.sidecar.istio.io/includeOutboundIPRanges", check_include_ranges,
     "includeIPRanges invalid"},
    {"traffic.sidecar.istio.io/excludeOutboundIPRanges", check_ranges, "excludeIPRanges invalid"},
    {"traffic.sidecar.istio.io/includeInboundPorts", check_include_ports,
     "includeInboundPorts invalid"},
    {"traffic.sidecar.istio.io/excludeInboundPorts", check_ports, "excludeInboundPorts invalid"},
    {"traffic.sidecar.istio.io/includeOutboundPorts", check_quoted, "includeOutboundPorts invalid"},
    {"traffic.sidecar.istio.io/excludeOutboundPorts", check_ports, "excludeOutboundPorts invalid"},
    {"traffic.sidecar.istio.io/excludeInterfaces", check_interfaces, NULL},
    {"traffic.sidecar.istio.io/kubevirtInterfaces", check_interfaces, NULL},
    {"istio.io/reroute-virtual-interfaces", check_interfaces, NULL},
};

static void add_fault(struct buf *faults, const char *text, const char *name, const char *what,
                      const char *fault)
{
    buf_addf(faults, "%sinvalid value '%.*s' for annotation '%s': %s%s%s", faults->len ? "; " : "",
             (int)rune_cut(text, strlen(text), 256), text, name, what ? what : "", what ? ": " : "",
             fault);
}

int annotations_check(const json_t *annotations, struct err *err)
{
    auto_buf struct buf faults = BUF_INIT(LIMIT_MESSAGE);
    const char *name;
    json_t *value;

    json_object_foreach ((json_t *)annotations, name, value) {
        const char *text = json_string_value(value);

        if (text && strlen(text) != json_string_length(value))
            add_fault(&faults, text, name, NULL, "a NUL is in it, behind this");
    }
    for (size_t i = 0; i < ARRAY_LEN(checks); i++) {
        const char *text = json_dig_text(annotations, checks[i].name);
        const char *fault = text ? checks[i].check(text) : NULL;

        if (fault)
            add_fault(&faults, text, checks[i].name, checks[i].what, fault);
    }
    return faults.len ? err_set(err, ERR_INVALID, "%s", buf_text(&faults)) : 0;
}
