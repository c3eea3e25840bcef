/* Where charts come from: a folder or .tgz, a URL, a Helm HTTP repository, an OCI registry.
 *
 *   reference ─► find version ─► cache? ─► download ─► check digest ─► chart
 *
 * Mirrors helm.sh/helm/v3 pkg/repo, pkg/registry and pkg/downloader. An archive whose digest is
 * known (by the index or the manifest) is kept in a cache by that digest, is checked each time it
 * is taken from there, and is fetched once. Any thread. */
#ifndef MALHA_HELM_SOURCE_H
#define MALHA_HELM_SOURCE_H

#include <stdbool.h>

#include "helm/chart.h"

struct helm_source {
    const char *repository; /* "https://host/path" of a Helm repository; NULL when the reference is
                               whole */
    const char *version;    /* exact or a constraint; NULL for the newest that is no pre-release */
    bool devel;             /* take pre-releases, too */
    const char *username, *password; /* for the repository or registry; NULL for none */
    bool pass_credentials;           /* to the host of the chart's URL, too, if it is another */
    const char *ca_file;             /* PEM; NULL for the system's CAs */
    bool insecure;                   /* do not verify certificates */
    bool plain_http;                 /* speak http to the registry */
    const char
        *registry_config; /* a Docker config.json with credentials; may be NULL or not exist */
    const char *cache;    /* a folder for archives; NULL for none */
};

struct helm_archive {
    char *name; /* "istiod-1.26.0.tgz" */
    char *data;
    size_t len;
};

void helm_archive_done(struct helm_archive *archive);

/* Fetches the archive that `reference` names: "NAME" within source->repository,
 * "oci://host/path[:tag|@digest]" or a URL of a .tgz. NOT_FOUND without such a chart or version,
 * INVALID for a broken index, reference or digest, TRANSIENT when the server does not answer. */
int helm_source_fetch(const struct helm_source *source, const char *reference,
                      struct helm_archive *ret_archive, struct err *err) ATTR_CHECK;

/* The same for folders and files as well, loaded. */
int helm_source_load(const struct helm_source *source, const char *reference,
                     struct helm_chart **ret_chart, struct err *err) ATTR_CHECK;

/* A repository's index: checks that it is one and picks the entry of `name` for a version (as in
 * struct helm_source). Borrowed from `index`. */
int helm_index_pick(const json_t *index, const char *name, const char *version, bool devel,
                    const json_t **ret_entry, struct err *err) ATTR_CHECK;

#endif
