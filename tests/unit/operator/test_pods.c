/* Why a Pod does not run. */
#include "operator/pods.h"
#include "tests/unit/unit.h"

#define WAITS(list, image, reason, message)                                                        \
    "{'status':{'" list                                                                            \
    "':[{'name':'a','image':'fine','state':{'running':{}}},{'name':'b','image':'" image            \
    "','state':{'waiting':{'reason':'" reason "','message':'" message "'}}}]}}"

#define NO_SANDBOX(phase, metadata)                                                                \
    "{'metadata':{" metadata "},'status':{'phase':'" phase                                         \
    "','conditions':[{'type':'PodReadyToStartContainers','status':'False'}]}}"

static const struct {
    const char *pod, *fault;
} pods[] = {
    {"{}", NULL},
    {"{'status':{'conditions':[{'type':'PodScheduled','status':'True'}],'containerStatuses':[{'state':{'waiting':{"
     "'reason':'ContainerCreating'}}}]}}",
     NULL},
    {"{'status':{'conditions':[{'type':'PodScheduled','status':'False','reason':'Unschedulable','message':"
     "'0/1 nodes are available: pod has unbound immediate PersistentVolumeClaims.'}]}}",
     "0/1 nodes are available: pod has unbound immediate PersistentVolumeClaims."},
    {"{'spec':{'volumes':[{'name':'a','secret':{'secretName':'s'}},{'configMap':{'name':'c'}},{'emptyDir':{}},"
     "{'secret':{'secretName':'o','optional':true}},7]},'status':{'phase':'Pending','conditions':[{'type':'PodReadyToStartContainers','status':'False'}]}}",
     "it waits for its volumes or its network: are these there? Secret \"s\", ConfigMap \"c\""},
    {NO_SANDBOX("Pending", "'name':'p'"), "it waits for its volumes or its network"},
    {NO_SANDBOX("Pending", "'deletionTimestamp':'2026-01-01T00:00:00Z'"), NULL},
    {NO_SANDBOX("Running", "'name':'p'"), NULL},
    {NO_SANDBOX("Failed", "'name':'p'"), NULL},
    {WAITS("containerStatuses", "x/y:1", "ErrImagePull", "no such host"),
     "the image x/y:1 cannot be pulled"},
    {WAITS("initContainerStatuses", "x/y:1", "ImagePullBackOff", "Back-off"),
     "the image x/y:1 cannot be pulled"},
    {WAITS("containerStatuses", "x/y:1", "ErrImageNeverPull", "never"),
     "the image x/y:1 is not on the node, and may not be pulled"},
    {WAITS("containerStatuses", "X", "InvalidImageName", "X"),
     "the image X is no name of an image"},
    {WAITS("containerStatuses", "x", "CreateContainerConfigError", "secret s not found"),
     "container b: secret s not found"},
    {"{'status':{'containerStatuses':[{'name':'a','state':{'waiting':{'reason':'CrashLoopBackOff','message':'back-off 20s'}},"
     "'lastState':{'terminated':{'reason':'OOMKilled','exitCode':137}}}]}}",
     "container a ends again and again, with OOMKilled (exit code 137)"},
    {"{'status':{'conditions':7,'containerStatuses':{'a':[]},'initContainerStatuses':[7,null,{'state':[]}]}}",
     NULL},
};

static void a_pod_says_what_keeps_it(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(pods); i++) {
        auto_json json_t *pod = unit_json(pods[i].pod);
        auto_free char *fault = pod_fault(pod);

        if (strcmp(fault ? fault : "", pods[i].fault ? pods[i].fault : "") != 0)
            fail_msg("%s: %s", pods[i].pod, fault);
    }
}

static void a_lost_secret_is_known_by_its_name(void **state)
{
    static const char fault[] = "Pod a-1: container a: secret \"a\" not found";

    (void)state;
    assert_true(pods_may_miss_secret(fault, "a"));
    assert_false(pods_may_miss_secret(fault, "b"));
    assert_false(pods_may_miss_secret("container a: couldn't find key \"k\" in Secret n/a", "a"));
    assert_false(pods_may_miss_secret("", "a"));
    assert_true(pods_may_miss_secret(
        "Pod a-1: it waits for its volumes or its network: are these there? Secret \"a\"", "a"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_pod_says_what_keeps_it),
        cmocka_unit_test(a_lost_secret_is_known_by_its_name),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
