/* malha dashboard: a way to what an addon, or a Pod's Envoy, shows. */
#include <arpa/inet.h>
#include <errno.h>
#include <getopt.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/version.h"
#include "cli/options.h"
#include "cli/verbs.h"
#include "kube/client.h"
#include "kube/forward.h"
#include "json/number.h"

/* Of connections at once; a browser has six or so. */
#define CONNECTIONS_MAX 64

enum { OPT_KUBECONFIG = OPT_OWN, OPT_MESH };

static const struct option options[] = {
    {"namespace", required_argument, NULL, 'n'},
    {"port", required_argument, NULL, 'p'},
    {"mesh", required_argument, NULL, OPT_MESH},
    {"kubeconfig", required_argument, NULL, OPT_KUBECONFIG},
    {"help", no_argument, NULL, 'h'},
    {0},
};

static const char usage[] =
    "usage: malha dashboard prometheus | grafana | jaeger | zipkin | kiali | envoy POD [flags]\n\n"
    "Makes what an addon of a mesh shows, or the administration of a Pod's Envoy, reachable on this machine, through the\n"
    "API server, and says where; until it is ended.\n\n"
    "  -n, --namespace NS         of the Pod (default: where the mesh's addon is; for envoy, the context's)\n"
    "  -p, --port PORT            on this machine (default: the program's own, or a free one)\n"
    "      --mesh NAME            the MeshConfig (default \"default\")\n"
    "      --kubeconfig FILE      default: $KUBECONFIG, a Pod's own rights, ~/.kube/config\n";

static const struct board {
    const char *name;
    unsigned port;
} boards[] = {{"prometheus", 9090}, {"grafana", 3000}, {"jaeger", 16686},
              {"zipkin", 9411},     {"kiali", 20001},  {"envoy", 15000}};

struct request {
    const struct board *board;
    const char *pod, *namespace, *mesh, *kubeconfig;
    unsigned port; /* 0: none is said */
    bool help;
};

/* ---- which Pod ---- */

static bool is_ready(const json_t *pod)
{
    const json_t *conditions = json_dig(pod, "status", "conditions");

    return !json_dig(pod, "metadata", "deletionTimestamp") &&
           strcmp(json_text_at(json_find(conditions, "type", "Ready"), "status"), "True") == 0;
}

/* A ready Pod with the label; NULL without one. To be freed. */
static int find_labelled(struct kube *kube, const char *namespace, const char *label,
                         const char *name, char **ret_pod, struct err *err)
{
    auto_free char *path =
        mem_printf("/api/v1/namespaces/%s/pods?labelSelector=%s%%3D%s", namespace, label, name);
    auto_json json_t *pods = NULL;
    size_t i;
    json_t *pod;

    *ret_pod = NULL;
    if (kube_list(kube, path, &pods, NULL, err) < 0)
        return -1;
    json_array_foreach (pods, i, pod) {
        if (!*ret_pod && is_ready(pod))
            *ret_pod = mem_strdup(json_text_at(json_object_get(pod, "metadata"), "name"));
    }
    return 0;
}

/* Malha's addons have the first label; some of Istio's samples the second. */
static int find_pod(struct kube *kube, const char *namespace, const char *name, char **ret_pod,
                    struct err *err)
{
    static const char *const labels[] = {"app.kubernetes.io%2Fname", "app"};

    for (size_t i = 0; i < ARRAY_LEN(labels); i++) {
        if (find_labelled(kube, namespace, labels[i], name, ret_pod, err) < 0)
            return -1;
        if (*ret_pod)
            return 0;
    }
    return err_set(err, ERR_NOT_FOUND, "no Pod of %s is ready in namespace %s", name, namespace);
}

/* Where the mesh has it, to be freed. */
static int find_addon(struct kube *kube, const struct request *r, char **ret_namespace,
                      struct err *err)
{
    auto_free char *path = mem_printf("/apis/malha.dev/v1alpha1/meshconfigs/%s", r->mesh);
    auto_json json_t *mesh = NULL;
    const json_t *row;
    const char *external;

    if (kube_get(kube, path, &mesh, err) < 0)
        return err_wrap(err, "which mesh? --namespace says where the Pod is without one");
    row = json_find(json_dig(mesh, "status", "addons"), "name", r->board->name);
    external = json_dig_text(mesh, "spec", "addons", r->board->name, "external", "url");
    if (external)
        return err_set(err, ERR_INVALID, "%s is not in the cluster: see %s", r->board->name,
                       external);
    if (!row)
        return err_set(err, ERR_NOT_FOUND,
                       "mesh %s has no %s: spec.addons.%s: {} makes one, --namespace says where "
                       "another one is",
                       r->mesh, r->board->name, r->board->name);
    *ret_namespace = mem_strdup(json_text_at(row, "namespace"));
    return 0;
}

static int find(const struct request *r, const struct kube_config *config, char **ret_namespace,
                char **ret_pod, struct err *err)
{
    struct kube *kube = kube_new(config, "malha/" MALHA_VERSION);
    int rc = 0;

    if (r->namespace)
        *ret_namespace = mem_strdup(r->namespace);
    else if (r->pod)
        *ret_namespace = mem_strdup(config->namespace ? config->namespace : "default");
    else
        rc = find_addon(kube, r, ret_namespace, err);
    if (rc == 0 && r->pod)
        *ret_pod = mem_strdup(r->pod);
    else if (rc == 0)
        rc = find_pod(kube, *ret_namespace, r->board->name, ret_pod, err);
    kube_free(kube);
    return rc;
}

/* ---- connections ---- */

struct connection {
    const struct kube_forward_to *to;
    int fd;
};

static atomic_uint connections;

static void *carry(void *context)
{
    struct connection *connection = context;
    struct kube_forward *forward = NULL;
    auto_err struct err err = ERR_INIT;

    if (kube_forward_open(connection->to, &forward, &err) < 0 ||
        kube_forward_run(forward, connection->fd, &err) < 0)
        (void)fprintf(stderr, "Error: Pod %s: %s\n", connection->to->pod, err_message(&err));
    if (err.class == ERR_NOT_FOUND) {
        (void)fputs("The Pod is gone; begin again to get to the one that has come for it.\n",
                    stderr);
        exit(1);
    }
    kube_forward_free(forward);
    (void)close(connection->fd);
    free(connection);
    (void)atomic_fetch_sub(&connections, 1);
    return NULL;
}

static void begin(const struct kube_forward_to *to, int fd)
{
    struct connection *connection = mem_alloc(sizeof(*connection));
    pthread_t thread;

    *connection = (struct connection){.to = to, .fd = fd};
    if (atomic_fetch_add(&connections, 1) < CONNECTIONS_MAX &&
        pthread_create(&thread, NULL, carry, connection) == 0) {
        (void)pthread_detach(thread);
        return;
    }
    (void)atomic_fetch_sub(&connections, 1);
    (void)fprintf(stderr, "Error: there are %d connections, and no more\n", CONNECTIONS_MAX);
    (void)close(fd);
    free(connection);
}

/* ---- this machine's side ---- */

static int listen_at(unsigned port, int *ret_fd)
{
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons((uint16_t)port),
                                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), on = 1;

    if (fd < 0)
        return -1;
    (void)setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
    if (bind(fd, (struct sockaddr *)&address, sizeof(address)) < 0 || listen(fd, 64) < 0) {
        (void)close(fd);
        return -1;
    }
    *ret_fd = fd;
    return 0;
}

static int listen_somewhere(const struct request *r, int *ret_fd, unsigned *ret_port,
                            struct err *err)
{
    struct sockaddr_in address = {0};
    socklen_t len = sizeof(address);
    unsigned port = r->port ? r->port : r->board->port;

    if (listen_at(port, ret_fd) < 0 && (r->port || listen_at(0, ret_fd) < 0))
        return err_set(err, ERR_INVALID, "port %u of this machine: %s", port, strerror(errno));
    if (getsockname(*ret_fd, (struct sockaddr *)&address, &len) < 0)
        return err_set(err, ERR_INVALID, "port of this machine: %s", strerror(errno));
    *ret_port = ntohs(address.sin_port);
    return 0;
}

static int serve(const struct request *r, const struct kube_forward_to *to, struct err *err)
{
    unsigned port;
    int fd;

    if (listen_somewhere(r, &fd, &port, err) < 0)
        return -1;
    (void)printf("http://localhost:%u\n", port);
    (void)fflush(stdout);
    for (;;) {
        int one = accept4(fd, NULL, NULL, SOCK_CLOEXEC);

        if (one >= 0)
            begin(to, one);
        else if (errno != EINTR && errno != ECONNABORTED)
            return err_set(err, ERR_INVALID, "port %u: %s", port, strerror(errno));
    }
}

/* ---- the verb ---- */

static int take_port(struct request *r, const char *text, struct err *err)
{
    r->port = number_parse_port(text);
    if (r->port == 0)
        return err_set(err, ERR_INVALID, "--port wants a number from 1 to 65535, not \"%s\"", text);
    return 0;
}

static int take_name(struct request *r, int argc, char **argv, struct err *err)
{
    const char *name = optind < argc ? argv[optind] : "";

    for (size_t i = 0; i < ARRAY_LEN(boards); i++) {
        if (strcmp(boards[i].name, name) == 0)
            r->board = &boards[i];
    }
    if (r->board && strcmp(name, "envoy") == 0 && optind + 2 == argc)
        r->pod = argv[optind + 1];
    else if (!r->board || strcmp(name, "envoy") == 0 || optind + 1 != argc)
        return err_set(err, ERR_INVALID,
                       "dashboard wants the name of an addon, or envoy POD: see 'malha dashboard "
                       "--help'");
    return 0;
}

static int parse(struct request *r, int argc, char **argv, struct err *err)
{
    int c;

    while ((c = next_option(argc, argv, "n:p:h", options, err)) != -1) {
        if (c == 'n')
            r->namespace = optarg;
        else if (c == OPT_MESH)
            r->mesh = optarg;
        else if (c == OPT_KUBECONFIG)
            r->kubeconfig = optarg;
        else if (c == 'h')
            r->help = true;
        else if (c != 'p' || take_port(r, optarg, err) < 0)
            return -1;
    }
    return r->help ? 0 : take_name(r, argc, argv, err);
}

int verb_dashboard(int argc, char **argv, struct err *err)
{
    struct request r = {.mesh = "default"};
    struct kube_config *config = NULL;
    auto_free char *namespace = NULL, *pod = NULL;
    int rc;

    if (parse(&r, argc, argv, err) < 0)
        return -1;
    if (r.help) {
        (void)fputs(usage, stdout);
        return 0;
    }
    if (kube_config_load(r.kubeconfig, &config, err) < 0)
        return -1;
    (void)signal(SIGPIPE, SIG_IGN);
    rc = find(&r, config, &namespace, &pod, err);
    if (rc == 0) {
        struct kube_forward_to to = {.config = config,
                                     .user_agent = "malha/" MALHA_VERSION,
                                     .namespace = namespace,
                                     .pod = pod,
                                     .port = r.board->port};

        rc = serve(&r, &to, err);
    }
    kube_config_free(config);
    return rc;
}
