#include "mesh/proxycheck.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"
#include "mesh/protojson.h"

#define MILLISECOND 1000000ll
#define SECOND (1000 * MILLISECOND)

/* All faults are told. */
static void fault(struct buf *faults, const char *what, const char *fault)
{
    buf_addf(faults, "%s%s %s", faults->len ? "; " : "", what, fault);
}

/* ---- addresses ---- */

/* A whole number as Go's strconv.Atoi reads it. */
static bool parse_number(const char *text, long *ret)
{
    char *end;

    if (!isdigit((unsigned char)text[*text == '+' || *text == '-']))
        return false;
    errno = 0;
    *ret = strtol(text, &end, 10);
    return *end == '\0' && errno == 0;
}

static bool is_label(const char *s, size_t len)
{
    if (len == 0 || len > 63 || s[0] == '-' || s[len - 1] == '-')
        return false;
    for (size_t i = 0; i < len; i++) {
        if (!isalnum((unsigned char)s[i]) && s[i] != '-')
            return false;
    }
    return true;
}

/* A domain name of labels; the last may be empty, and is no number. */
static bool is_domain(const char *name)
{
    const char *last = strrchr(name, '.');
    long number;

    if (!*name || strlen(name) > 255 || parse_number(last ? last + 1 : name, &number))
        return false;
    for (;;) {
        size_t len = strcspn(name, ".");

        if (!name[len] && len == 0)
            return true;
        if (!is_label(name, len))
            return false;
        if (!name[len])
            return true;
        name += len + 1;
    }
}

/* An address; of IPv6 also one with a zone. */
static bool is_ip(const char *text)
{
    unsigned char address[16];
    const char *zone = strchr(text, '%');
    auto_free char *plain = mem_strndup(text, zone ? (size_t)(zone - text) : strlen(text));

    if (inet_pton(AF_INET6, plain, address) == 1)
        return !zone || zone[1];
    return !zone && inet_pton(AF_INET, plain, address) == 1;
}

/* "host:port" as Go's net.SplitHostPort takes it apart; `*ret_host` is to be freed. */
static bool split_address(const char *text, char **ret_host, const char **ret_port)
{
    const char *colon = strrchr(text, ':'), *end = colon, *host = text;

    if (!colon)
        return false;
    if (*text == '[') {
        end = strchr(text, ']');
        if (!end || end + 1 != colon)
            return false;
        host = text + 1;
    } else if (memchr(text, ':', (size_t)(colon - text))) {
        return false;
    }
    if (memchr(host, '[', (size_t)(end - host)) || strpbrk(colon, "[]") ||
        (*text != '[' && memchr(host, ']', (size_t)(end - host))))
        return false;
    *ret_host = mem_strndup(host, (size_t)(end - host));
    *ret_port = colon + 1;
    return true;
}

static bool is_port(long port)
{
    return port >= 1 && port <= 65535;
}

static bool is_address(const char *text)
{
    auto_free char *host = NULL;
    const char *port;
    long number;

    return split_address(text, &host, &port) && parse_number(port, &number) && is_port(number) &&
           (is_domain(host) || is_ip(host));
}

static void check_address(struct buf *faults, const char *what, const char *text)
{
    if (!is_address(text))
        fault(faults, what, "wants host:port");
}

/* $(HOST_IP) is known only in the Pod. */
static void check_collector(struct buf *faults, const char *what, const char *text)
{
    static const char variable[] = "$(HOST_IP)";
    const char *at = strstr(text, variable);
    auto_free char *known =
        at ? mem_printf("%.*s127.0.0.1%s", (int)(at - text), text, at + sizeof(variable) - 1)
           : mem_strdup(text);

    check_address(faults, what, known);
}

/* ---- parts ---- */

static void check_drain(struct buf *faults, const json_t *config)
{
    int64_t drain = proto_duration(json_object_get(config, "drainDuration"));

    if (drain < MILLISECOND || drain % SECOND != 0)
        fault(faults, "drainDuration", "wants whole seconds");
}

static bool is(const json_t *object, const char *key, const char *value)
{
    return strcmp(json_text_at(object, key), value) == 0;
}

static void check_tls(struct buf *faults, const json_t *tls)
{
    const char *credential = json_text_at(tls, "credentialName");
    bool simple = is(tls, "mode", "SIMPLE"), mutual = is(tls, "mode", "MUTUAL");
    bool names = json_array_size(json_object_get(tls, "subjectAltNames")) > 0;
    bool ca = *json_text_at(tls, "caCertificates");

    if (strncmp(credential, "configmap://", 12) == 0)
        fault(faults, "tracing.tlsSettings.credentialName", "may not be of a ConfigMap");
    if (json_truth(json_object_get(tls, "insecureSkipVerify")) &&
        ((simple && (ca || names || *credential)) || (mutual && (ca || names))))
        fault(faults, "tracing.tlsSettings", "verifies nothing, and may not say by what");
    if ((simple || mutual) && *credential) {
        if (ca || *json_text_at(tls, "clientCertificate") || *json_text_at(tls, "privateKey") ||
            *json_text_at(tls, "caCrl"))
            fault(faults, "tracing.tlsSettings", "may not have files beside credentialName");
    } else if (mutual &&
               (!*json_text_at(tls, "clientCertificate") || !*json_text_at(tls, "privateKey"))) {
        fault(faults, "tracing.tlsSettings", "wants clientCertificate and privateKey");
    }
}

static void check_tracing(struct buf *faults, const json_t *tracing)
{
    const json_t *lightstep = json_object_get(tracing, "lightstep"),
                 *zipkin = json_object_get(tracing, "zipkin"),
                 *datadog = json_object_get(tracing, "datadog");

    if (lightstep)
        check_address(faults, "tracing.lightstep.address", json_text_at(lightstep, "address"));
    if (lightstep && !*json_text_at(lightstep, "accessToken"))
        fault(faults, "tracing.lightstep.accessToken", "is wanted");
    if (zipkin)
        check_collector(faults, "tracing.zipkin.address", json_text_at(zipkin, "address"));
    if (datadog)
        check_collector(faults, "tracing.datadog.address", json_text_at(datadog, "address"));
    check_tls(faults, json_object_get(tracing, "tlsSettings"));
}

static void check_key_provider(struct buf *faults, const json_t *provider)
{
    const json_t *made = json_object_get(provider, "cryptomb");

    made = made ? made : json_object_get(provider, "qat");
    if (!made)
        fault(faults, "privateKeyProvider", "wants cryptomb or qat");
    else if (proto_duration(json_object_get(made, "pollDelay")) == 0)
        fault(faults, "privateKeyProvider", "wants a pollDelay that is not zero");
}

static void check_connections(struct buf *faults, const json_t *settings)
{
    static const struct {
        const char *field;
        int64_t least; /* for a duration: not negative */
    } rows[] = {
        {"listenerPerConnectionBufferLimitBytes", 0},
        {"clusterPerConnectionBufferLimitBytes", 0},
        {"httpIdleTimeout", 0},
        {"httpMaxConnectionDuration", 0},
        {"httpDrainTimeout", 0},
        {"httpRequestTimeout", 0},
        {"httpRequestHeadersTimeout", 0},
        {"httpStreamIdleTimeout", 0},
        {"httpMaxStreamDuration", 0},
        {"httpMaxConcurrentStreams", 1},
        {"http2InitialStreamWindowSize", 65535},
        {"http2InitialConnectionWindowSize", 65535},
        {"listenerConnectionLimit", 1},
    };

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        const json_t *value = json_object_get(settings, rows[i].field);

        if (value && (json_is_string(value) ? proto_duration(value) : json_number_or(value, 0)) <
                         rows[i].least)
            fault(faults, rows[i].field, "is too small");
    }
}

int proxy_config_check(const json_t *config, struct err *err)
{
    static const char *const wanted[] = {"configPath", "binaryPath"};
    static const char *const addresses[] = {"statsdUdpAddress", "envoyMetricsServiceAddress"};
    static const char *const services[] = {"envoyMetricsService", "envoyAccessLogService"};
    static const char *const ports[] = {"proxyAdminPort", "statusPort"};
    const json_t *policy = json_object_get(config, "controlPlaneAuthPolicy");
    auto_buf struct buf faults = BUF_INIT(LIMIT_MESSAGE);

    for (size_t i = 0; i < ARRAY_LEN(wanted); i++) {
        if (!*json_text_at(config, wanted[i]))
            fault(&faults, wanted[i], "may not be empty");
    }
    if (!json_object_get(config, "tracingServiceName") && !*json_text_at(config, "serviceCluster"))
        fault(&faults, "serviceCluster", "may not be empty");
    check_drain(&faults, config);
    check_address(&faults, "discoveryAddress", json_text_at(config, "discoveryAddress"));
    check_tracing(&faults, json_object_get(config, "tracing"));
    for (size_t i = 0; i < ARRAY_LEN(addresses); i++) {
        if (*json_text_at(config, addresses[i]))
            check_address(&faults, addresses[i], json_text_at(config, addresses[i]));
    }
    for (size_t i = 0; i < ARRAY_LEN(services); i++) {
        const char *address = json_text_at(json_object_get(config, services[i]), "address");

        if (*address)
            check_address(&faults, services[i], address);
    }
    for (size_t i = 0; i < ARRAY_LEN(ports); i++) {
        if (!is_port((long)json_number_or(json_object_get(config, ports[i]), 0)))
            fault(&faults, ports[i], "wants a port");
    }
    if (json_is_number(policy))
        fault(&faults, "controlPlaneAuthPolicy", "wants NONE or MUTUAL_TLS");
    if (json_object_get(config, "privateKeyProvider"))
        check_key_provider(&faults, json_object_get(config, "privateKeyProvider"));
    check_connections(&faults, json_object_get(config, "connectionSettings"));
    return faults.len ? err_set(err, ERR_INVALID, "%s", buf_text(&faults)) : 0;
}
