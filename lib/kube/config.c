#include "kube/config.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/base64.h"
#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"
#include "yaml/yaml.h"
#include "json/json.h"

#define POD_FOLDER "/var/run/secrets/kubernetes.io/serviceaccount"

static int read_text(const char *path, char **ret, struct err *err)
{
    auto_buf struct buf text = BUF_INIT(LIMIT_FILE);

    if (buf_read_file(&text, path, err) < 0)
        return -1;
    *ret = buf_take(&text);
    return 0;
}

/* "<name>-data" in base64, or the file that "<name>" names, relative to the kubeconfig's folder. */
static int data_or_file(const json_t *from, const char *name, const char *folder, char **ret,
                        struct err *err)
{
    auto_free char *data_key = mem_printf("%s-data", name);
    const char *data = json_dig_text(from, data_key), *file = json_dig_text(from, name);

    if (data) {
        size_t len;

        *ret = base64_decode(data, strlen(data), &len, NULL);
        return *ret ? 0 : err_set(err, ERR_INVALID, "%s is no base64", data_key);
    }
    if (!file)
        return 0;
    auto_free char *path = file[0] == '/' ? mem_strdup(file) : mem_printf("%s/%s", folder, file);
    return read_text(path, ret, err);
}

static const json_t *named(const json_t *root, const char *list, const char *name, const char *what)
{
    return json_object_get(json_find(json_object_get(root, list), "name", name ? name : ""), what);
}

static int from_kubeconfig(const char *path, struct kube_config *config, struct err *err)
{
    auto_json json_t *root = NULL;
    const char *slash = strrchr(path, '/'), *server, *current;
    auto_free char *folder = slash ? mem_strndup(path, (size_t)(slash - path)) : mem_strdup(".");

    if (yaml_parse_file(path, YAML_PLAIN, &root, err) < 0)
        return -1;
    current = json_dig_text(root, "current-context");
    const json_t *context = named(root, "contexts", current, "context");
    const json_t *cluster = named(root, "clusters", json_dig_text(context, "cluster"), "cluster");
    const json_t *user = named(root, "users", json_dig_text(context, "user"), "user");

    server = json_dig_text(cluster, "server");
    if (!server)
        return err_set(err, ERR_INVALID,
                       "%s: the current context \"%s\" names no cluster with a server", path,
                       current ? current : "");
    if (json_object_get(user, "exec") || json_object_get(user, "auth-provider"))
        return err_set(err, ERR_INVALID,
                       "%s: exec and auth-provider plugins are not supported; use a token or a "
                       "client certificate",
                       path);
    config->server = mem_strdup(server);
    config->insecure = json_truth(json_object_get(cluster, "insecure-skip-tls-verify"));
    if (json_dig_text(context, "namespace"))
        config->namespace = mem_strdup(json_dig_text(context, "namespace"));
    if (json_dig_text(user, "token"))
        config->token = mem_strdup(json_dig_text(user, "token"));
    if (json_dig_text(user, "tokenFile"))
        config->token_file = mem_strdup(json_dig_text(user, "tokenFile"));
    if (data_or_file(cluster, "certificate-authority", folder, &config->ca, err) < 0 ||
        data_or_file(user, "client-certificate", folder, &config->certificate, err) < 0 ||
        data_or_file(user, "client-key", folder, &config->key, err) < 0)
        return err_wrap(err, "%s", path);
    return 0;
}

static int from_pod(const char *host, struct kube_config *config, struct err *err)
{
    const char *port = getenv("KUBERNETES_SERVICE_PORT");

    config->server = mem_printf(strchr(host, ':') ? "https://[%s]:%s" : "https://%s:%s", host,
                                port ? port : "443");
    config->token_file = mem_strdup(POD_FOLDER "/token");
    if (read_text(POD_FOLDER "/ca.crt", &config->ca, err) < 0)
        return -1;
    auto_err struct err ignored = ERR_INIT;
    (void)!read_text(POD_FOLDER "/namespace", &config->namespace, &ignored);
    return 0;
}

int kube_config_load(const char *path, struct kube_config **ret_config, struct err *err)
{
    struct kube_config *config = mem_zalloc(sizeof(*config));
    const char *home = getenv("HOME"), *host = getenv("KUBERNETES_SERVICE_HOST");
    auto_free char *fallback = mem_printf("%s/.kube/config", home ? home : "");
    size_t len;
    int rc;

    if (!path)
        path = getenv("KUBECONFIG");
    if (!path && host && access(POD_FOLDER "/token", R_OK) == 0)
        rc = from_pod(host, config, err);
    else
        rc = from_kubeconfig(path ? path : fallback, config, err);
    if (rc == 0 && config->token_file && !config->token) {
        rc = read_text(config->token_file, &config->token, err);
    }
    if (rc < 0) {
        kube_config_free(config);
        return -1;
    }
    len = strlen(config->server);
    while (len && config->server[len - 1] == '/')
        config->server[--len] = '\0';
    *ret_config = config;
    return 0;
}

static void free_secret(char *secret)
{
    if (secret)
        explicit_bzero(secret, strlen(secret));
    free(secret);
}

void kube_config_free(struct kube_config *config)
{
    if (!config)
        return;
    free(config->server);
    free(config->ca);
    free(config->certificate);
    free_secret(config->key);
    free_secret(config->token);
    free(config->token_file);
    free(config->namespace);
    free(config);
}
