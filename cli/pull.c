/* malha pull: fetches a chart's archive, as `helm pull` does. */
#include <stdio.h>
#include <unistd.h>

#include "base/mem.h"
#include "cli/files.h"
#include "cli/options.h"
#include "cli/verbs.h"
#include "helm/loader.h"

enum { OPT_UNTAR = OPT_OWN, OPT_UNTARDIR };

static const struct option options[] = {
    CHART_OPTIONS,
    {"destination", required_argument, NULL, 'd'},
    {"untar", optional_argument, NULL, OPT_UNTAR},
    {"untardir", required_argument, NULL, OPT_UNTARDIR},
    {"help", no_argument, NULL, 'h'},
    {0},
};

static const char usage[] = "usage: malha pull CHART [flags]\n\n"
                            "Fetches a chart and checks its digest. " CHART_USAGE
                            "  -d, --destination DIR      where to write it (default \".\")\n"
                            "      --untar                unpack it instead\n"
                            "      --untardir DIR         where to unpack it\n";

struct request {
    struct chart_source source;
    const char *folder;
    bool untar, help;
};

/* The archive's files below a folder of the chart's name, which must not be there yet. */
static int unpack(const struct helm_archive *archive, const char *folder, struct err *err)
{
    ATTR_CLEANUP(helm_files_done) struct helm_files files = {0};
    struct helm_chart *chart = NULL;
    int rc = 0;

    if (helm_chart_load_archive(archive->data, archive->len, &chart, err) < 0)
        return err_wrap(err, "%s", archive->name);
    auto_free char *below = mem_printf("%s/%s", folder, helm_chart_name(chart));
    helm_chart_free(chart);
    if (access(below, F_OK) == 0)
        return err_set(err, ERR_INVALID,
                       "failed to untar: a file or directory with the name %s "
                       "already exists",
                       below);
    if (loader_read_archive(archive->data, archive->len, &files, err) < 0)
        return -1;
    for (size_t i = 0; i < files.n && rc == 0; i++) {
        const struct helm_file *file = &files.items[i];
        auto_free char *path = mem_printf("%s/%s", below, file->name);

        rc = make_folders(path, err);
        if (rc == 0)
            rc = write_file(path, helm_file_data(file), helm_file_len(file), err);
    }
    return rc;
}

static int take_option(struct request *r, int option, struct err *err)
{
    switch (option) {
    case 'd':
        r->folder = optarg;
        return 0;
    case OPT_UNTAR:
        r->untar = option_truth(optarg);
        return 0;
    case OPT_UNTARDIR:
        r->untar = true;
        r->folder = optarg;
        return 0;
    case 'h':
        r->help = true;
        return 0;
    default:
        return chart_source_option(&r->source, option, optarg)
                   ? 0
                   : err_set(err, ERR_INVALID, "see 'malha pull --help'");
    }
}

static int run(struct request *r, int argc, char **argv, struct err *err)
{
    ATTR_CLEANUP(helm_archive_done) struct helm_archive archive = {0};
    int c;

    while ((c = next_option(argc, argv, "d:h", options, err)) != -1) {
        if (c == -2 || take_option(r, c, err) < 0)
            return -1;
    }
    if (r->help) {
        (void)fputs(usage, stdout);
        return 0;
    }
    if (argc - optind != 1)
        return err_set(err, ERR_INVALID, "pull needs one chart: see 'malha pull --help'");
    if (helm_source_fetch(&r->source.source, argv[optind], &archive, err) < 0)
        return -1;
    if (r->untar)
        return unpack(&archive, r->folder, err);
    auto_free char *path = mem_printf("%s/%s", r->folder, archive.name);
    if (write_file(path, archive.data, archive.len, err) < 0)
        return -1;
    (void)printf("%s\n", path);
    return 0;
}

int verb_pull(int argc, char **argv, struct err *err)
{
    struct request r = {.folder = "."};
    int rc;

    chart_source_init(&r.source);
    rc = run(&r, argc, argv, err);
    chart_source_done(&r.source);
    return rc;
}
