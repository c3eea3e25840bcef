/* malha admit: what the webhook would answer to a saved AdmissionReview. */
#include <stdio.h>
#include <string.h>

#include "base/limits.h"
#include "cli/mesh.h"
#include "cli/verbs.h"
#include "helm/input.h"
#include "inject/admit.h"

enum { OPT_PATH = OPT_BEYOND_MESH };

static const struct option options[] = {
    MESH_OPTIONS,
    {"filename", required_argument, NULL, 'f'},
    {"path", required_argument, NULL, OPT_PATH},
    {"help", no_argument, NULL, 'h'},
    {0},
};

static const char usage[] =
    "usage: malha admit -f FILE [flags]\n\n"
    "Prints the webhook's answer to an AdmissionReview (admission.k8s.io/v1, in JSON), and why, on standard error. Ends with 0\n"
    "when the Pod is admitted, injected or not, with 1 when it is refused.\n\n"
    "  -f, --filename FILE        the review; - for standard input\n"
    "      --path PATH            of the webhook's URL (default /inject)\n" MESH_USAGE;

struct request {
    const char *input, *path;
    struct mesh_options mesh;
    bool help;
};

static int answer(const struct request *r, struct buf *reply, struct err *err)
{
    auto_buf struct buf review = BUF_INIT(LIMIT_ADMISSION_BODY);
    struct inject_snapshot *snapshot = NULL;
    struct admit_result result;
    int rc = 0;

    if (helm_read_input(r->input, &review, err) < 0 ||
        mesh_options_load(&r->mesh, &snapshot, err) < 0)
        return -1;
    admit_review(snapshot, r->path, buf_text(&review), review.len, reply, &result);
    inject_snapshot_unref(snapshot);
    if (result.outcome == ADMIT_MALFORMED || result.outcome == ADMIT_DENIED)
        rc = err_set(err, ERR_INVALID, "%s: %s", result.reason, result.message);
    else
        (void)fprintf(stderr, "%s: %s: %s\n", admit_outcome_names[result.outcome], result.reason,
                      result.message);
    admit_result_done(&result);
    return rc;
}

static int run(struct request *r, int argc, char **argv, struct err *err)
{
    auto_buf struct buf reply = BUF_INIT(LIMIT_FILE);
    int c, rc;

    while ((c = next_option(argc, argv, "f:i:h", options, err)) != -1) {
        if (c == 'f')
            r->input = optarg;
        else if (c == OPT_PATH)
            r->path = optarg;
        else if (c == 'h')
            r->help = true;
        else if (mesh_options_take(&r->mesh, c, optarg, "admit", err) < 0)
            return -1;
    }
    if (r->help) {
        (void)fputs(usage, stdout);
        return 0;
    }
    if (!r->input || optind < argc)
        return err_set(err, ERR_INVALID, "admit wants -f FILE: see 'malha admit --help'");
    rc = answer(r, &reply, err);
    if (reply.len)
        (void)printf("%s\n", buf_text(&reply));
    return rc;
}

int verb_admit(int argc, char **argv, struct err *err)
{
    struct request r = {.path = "/inject"};
    int rc;

    mesh_options_init(&r.mesh);
    rc = run(&r, argc, argv, err);
    mesh_options_done(&r.mesh);
    return rc;
}
