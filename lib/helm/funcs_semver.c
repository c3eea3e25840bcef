/* sprig: semver.go. A version is a typed tree of its parts. */
#include <string.h>

#include "helm/funcs.h"
#include "helm/semver.h"

static const struct value_type version_type;

static int parse(struct text t, struct semver *ret, struct err *err)
{
    auto_free char *text = mem_strndup(t.s, t.len);

    return semver_parse(text, ret, err);
}

/* The version again, from what it was written as. */
static void version_of(const struct value *v, struct semver *ret)
{
    auto_err struct err ignored = ERR_INIT;

    *ret = (struct semver){0};
    if (semver_parse(json_dig_text(v->json, "original"), ret, &ignored) < 0)
        *ret = (struct semver){
            .pre = mem_strdup(""), .metadata = mem_strdup(""), .original = mem_strdup("")};
}

static void print_version(struct buf *out, const struct value *self)
{
    auto_semver struct semver v = {0};

    version_of(self, &v);
    auto_free char *text = semver_text(&v);
    buf_adds(out, text);
}

static struct value make_version(struct gotmpl_run *run, const char *original)
{
    json_t *tree = gotmpl_own(run, json_object());

    json_put_text(tree, "original", original);
    gotmpl_set_type(run, tree, &version_type);
    return value_tree(tree, &version_type);
}

static struct value keep_text(struct gotmpl_run *run, const char *s)
{
    return gotmpl_make_text(run, s, strlen(s));
}

/* IncMajor, IncMinor, IncPatch: the next version, without what follows its numbers. */
static struct value next_version(struct gotmpl_run *run, const struct semver *v, const char *which)
{
    unsigned long long major = v->major, minor = v->minor, patch = v->patch;

    if (strcmp(which, "Major") == 0)
        major++, minor = patch = 0;
    else if (strcmp(which, "Minor") == 0)
        minor++, patch = 0;
    else if (!*v->pre)
        patch++;
    auto_free char *text =
        mem_printf("%s%llu.%llu.%llu", *v->original == 'v' ? "v" : "", major, minor, patch);
    return make_version(run, text);
}

static int compare_method(const struct value *self, const char *name, const struct value *arg,
                          struct value *ret, struct err *err)
{
    auto_semver struct semver a = {0};
    auto_semver struct semver b = {0};
    int order;

    if (arg->type != &version_type)
        return err_set(err, ERR_INVALID, "wrong type for value; expected *semver.Version; got %s",
                       value_type_name(arg));
    version_of(self, &a);
    version_of(arg, &b);
    order = semver_compare(&a, &b);
    *ret = strcmp(name, "Compare") == 0         ? value_int(order)
           : strcmp(name, "Equal") == 0         ? value_bool(order == 0)
           : strcmp(name, "LessThan") == 0      ? value_bool(order < 0)
           : strcmp(name, "LessThanEqual") == 0 ? value_bool(order <= 0)
           : strcmp(name, "GreaterThan") == 0   ? value_bool(order > 0)
                                                : value_bool(order >= 0);
    return 1;
}

static int version_method(struct gotmpl_run *run, const struct value *self, const char *name,
                          const struct value *args, size_t n, struct value *ret, struct err *err)
{
    static const char *const compares[] = {"Compare",       "Equal",       "LessThan",
                                           "LessThanEqual", "GreaterThan", "GreaterThanEqual"};
    auto_semver struct semver v = {0};

    for (size_t i = 0; n == 1 && i < ARRAY_LEN(compares); i++) {
        if (strcmp(compares[i], name) == 0)
            return compare_method(self, name, &args[0], ret, err);
    }
    if (n != 0)
        return 0;
    version_of(self, &v);
    if (strcmp(name, "Major") == 0 || strcmp(name, "Minor") == 0 || strcmp(name, "Patch") == 0) {
        *ret =
            value_int((int64_t)(name[1] == 'a' ? (name[0] == 'M' ? v.major : v.patch) : v.minor));
        ret->type = &value_type_uint64;
    } else if (strcmp(name, "Prerelease") == 0) {
        *ret = keep_text(run, v.pre);
    } else if (strcmp(name, "Metadata") == 0) {
        *ret = keep_text(run, v.metadata);
    } else if (strcmp(name, "Original") == 0) {
        *ret = keep_text(run, v.original);
    } else if (strcmp(name, "String") == 0) {
        auto_free char *text = semver_text(&v);

        *ret = keep_text(run, text);
    } else if (strncmp(name, "Inc", 3) == 0 &&
               (strcmp(name + 3, "Major") == 0 || strcmp(name + 3, "Minor") == 0 ||
                strcmp(name + 3, "Patch") == 0)) {
        *ret = next_version(run, &v, name + 3);
    } else {
        return 0;
    }
    return 1;
}

static const struct value_type version_type = {
    .name = "*semver.Version", .is_struct = true, .method = version_method, .print = print_version};

HELM_FUNC(fn_semver)
{
    auto_semver struct semver v = {0};

    if (parse(args[0].text, &v, err) < 0)
        return -1;
    *ret = make_version(run, v.original);
    return 0;
}

HELM_FUNC(fn_semver_compare)
{
    auto_semver struct semver v = {0};
    auto_free char *constraint = mem_strndup(args[0].text.s, args[0].text.len);
    struct semver_range *range = NULL;

    if (semver_range_parse(constraint, &range, err) < 0)
        return -1;
    if (parse(args[1].text, &v, err) < 0) {
        semver_range_free(range);
        return -1;
    }
    *ret = value_bool(semver_range_has(range, &v));
    semver_range_free(range);
    return 0;
}

static const struct gotmpl_func funcs[] = {
    {"semver", "s", fn_semver},
    {"semverCompare", "ss", fn_semver_compare},
};

const struct gotmpl_table helm_funcs_semver = {funcs, ARRAY_LEN(funcs)};
