/* Users and groups on OpenShift. */
#include "inject/openshift.h"
#include "tests/unit/unit.h"

static const struct {
    const char *users, *groups; /* NULL: no annotation */
    int64_t uid, gid;
} rows[] = {
    {NULL, NULL, 1337, 1337},
    {"1000620000/10000", NULL, 1000629999, 1000629999},
    {"1000-1999", NULL, 1999, 1999},
    {"1000/1000", "7/3,9/9", 1999, 9},
    {"1000/1000", "7-8", 1999, 8},
    {"1000/1000", "7/3,x", 1999, 1337},
    {"1000/1000", "", 1999, 1337},
    {"", "7/3", 1337, 9},
    {"x", NULL, 1337, 1337},
    {"1000", NULL, 1337, 1337},
    {"1000/", NULL, 1337, 1337},
    {"1000/x", NULL, 1337, 1337},
    {"4294967296/1", NULL, 1337, 1337},
    {" 1000/ 10 more", NULL, 1009, 1009},
    {"5/0", NULL, 4, 4},
};

static void ids_are_the_last_of_the_range(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        auto_json json_t *annotations = json_object();
        int64_t uid = 1337, gid = 1337;

        if (rows[i].users)
            json_put_text(annotations, OPENSHIFT_UIDS, rows[i].users);
        if (rows[i].groups)
            json_put_text(annotations, OPENSHIFT_GROUPS, rows[i].groups);
        openshift_ids(annotations, &uid, &gid);
        if (uid != rows[i].uid || gid != rows[i].gid)
            fail_msg("row %zu: %lld %lld", i, (long long)uid, (long long)gid);
    }
}

#define APP(user) "{'name':'app','securityContext':{'runAsUser':" #user "}}"
#define PROXY(user)                                                                                \
    "{'name':'istio-proxy','securityContext':{'runAsUser':" #user ",'runAsGroup':1}}"

static const struct {
    const char *containers, *inits;
    bool cleared;
} users[] = {
    {APP(5) "," PROXY(5), "", true},
    {APP(5) "," PROXY(6), "", false},
    {APP(5) ",{'name':'b','securityContext':{'runAsUser':6}}," PROXY(6), "",
     true}, /* the last counts */
    {PROXY(0) ",{'name':'app'}", "", true},
    {PROXY(5) ",{'name':'app'}", "", false},
    {APP(5), PROXY(5), true},
    {APP(5) "," PROXY(5), "{'name':'istio-init','securityContext':{'runAsUser':0}}", true},
};

static void a_user_that_all_share_is_taken_away(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(users); i++) {
        auto_free char *text = mem_printf("{'spec':{'containers':[%s],'initContainers':[%s]}}",
                                          users[i].containers, users[i].inits);
        auto_json json_t *pod = unit_json(text);

        openshift_clear_user(pod);
        bool has = strstr(users[i].containers, "istio-proxy") != NULL;
        const json_t *proxy = json_find(
            json_dig(pod, "spec", has ? "containers" : "initContainers"), "name", "istio-proxy");
        assert_int_equal(json_dig(proxy, "securityContext", "runAsUser") == NULL, users[i].cleared);
        assert_int_equal(json_dig(proxy, "securityContext", "runAsGroup") == NULL,
                         users[i].cleared);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ids_are_the_last_of_the_range),
        cmocka_unit_test(a_user_that_all_share_is_taken_away),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
