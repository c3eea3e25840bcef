/* How far an object is, by kind. */
#include "operator/ready.h"
#include "tests/unit/unit.h"

static const struct {
    const char *object;
    enum ready_level level;
} objects[] = {
    {"{'kind':'Deployment','metadata':{'generation':2},'spec':{'replicas':1},'status':{'observedGeneration':2,"
     "'replicas':1,'updatedReplicas':1,'availableReplicas':1}}",
     READY_SETTLED},
    /* the controller has not seen the change yet */
    {"{'kind':'Deployment','metadata':{'generation':3},'spec':{'replicas':1},'status':{'observedGeneration':2,"
     "'replicas':1,'updatedReplicas':1,'availableReplicas':1}}",
     READY_SERVES},
    /* the old pod still runs beside the new one */
    {"{'kind':'Deployment','metadata':{'generation':2},'spec':{'replicas':1},'status':{'observedGeneration':2,"
     "'replicas':2,'updatedReplicas':1,'availableReplicas':2}}",
     READY_SERVES},
    {"{'kind':'DaemonSet','metadata':{'generation':1},'status':{'observedGeneration':1,"
     "'desiredNumberScheduled':2,'updatedNumberScheduled':1,'numberAvailable':2}}",
     READY_SERVES},
    {"{'kind':'DaemonSet','metadata':{'generation':1},'status':{'observedGeneration':1,"
     "'desiredNumberScheduled':2,'updatedNumberScheduled':2,'numberAvailable':2}}",
     READY_SETTLED},
    /* of three nodes one may be down, by default; of one none, and not all of any number */
    {"{'kind':'DaemonSet','metadata':{'generation':1},'status':{'observedGeneration':1,"
     "'desiredNumberScheduled':3,'updatedNumberScheduled':3,'numberAvailable':2}}",
     READY_SETTLED},
    {"{'kind':'DaemonSet','metadata':{'generation':1},'status':{'observedGeneration':1,"
     "'desiredNumberScheduled':1,'updatedNumberScheduled':1,'numberAvailable':0}}",
     READY_NOT},
    {"{'kind':'DaemonSet','metadata':{'generation':1},'spec':{'updateStrategy':{'rollingUpdate':{'maxUnavailable':0}}},"
     "'status':{'observedGeneration':1,'desiredNumberScheduled':3,'updatedNumberScheduled':3,'numberAvailable':2}}",
     READY_NOT},
    {"{'kind':'DaemonSet','metadata':{'generation':1},'spec':{'updateStrategy':{'rollingUpdate':{'maxUnavailable':'50%'}}},"
     "'status':{'observedGeneration':1,'desiredNumberScheduled':3,'updatedNumberScheduled':3,'numberAvailable':1}}",
     READY_SETTLED},
    {"{'kind':'DaemonSet','metadata':{'generation':1},'spec':{'updateStrategy':{'rollingUpdate':{'maxUnavailable':'100%'}}},"
     "'status':{'observedGeneration':1,'desiredNumberScheduled':3,'updatedNumberScheduled':3,'numberAvailable':0}}",
     READY_NOT},
    {"{'kind':'StatefulSet','metadata':{'generation':2},'spec':{'replicas':1},'status':{'observedGeneration':2,"
     "'replicas':1,'updatedReplicas':1,'availableReplicas':1}}",
     READY_SETTLED},
    {"{'kind':'StatefulSet','metadata':{'generation':2},'spec':{'replicas':1},'status':{'observedGeneration':2,"
     "'replicas':1,'updatedReplicas':0,'availableReplicas':1}}",
     READY_SERVES},
    {"{'kind':'StatefulSet','metadata':{'generation':2},'spec':{'replicas':1},'status':{'observedGeneration':2,"
     "'replicas':1,'updatedReplicas':1}}",
     READY_NOT},
    {"{'kind':'CustomResourceDefinition'}", READY_NOT},
    {"{'kind':'CustomResourceDefinition','status':{'conditions':[{'type':'Established','status':'True'}]}}",
     READY_SETTLED},
    {"{'kind':'MutatingWebhookConfiguration','webhooks':[{'clientConfig':{}}]}", READY_NOT},
    {"{'kind':'MutatingWebhookConfiguration','webhooks':[{'clientConfig':{'caBundle':'x'}}]}",
     READY_SETTLED},
    /* it serves by what is left of it, and not by a word of nothing */
    {"{'kind':'Deployment','metadata':{'generation':1},'spec':{'replicas':3},'status':{'observedGeneration':1,"
     "'replicas':3,'updatedReplicas':3,'availableReplicas':1}}",
     READY_SERVES},
    {"{'kind':'Deployment','metadata':{'generation':1},'spec':{'replicas':3},'status':{'observedGeneration':1,"
     "'replicas':3,'updatedReplicas':3,'availableReplicas':1,'conditions':[{'type':'Available','status':'False'}]}}",
     READY_NOT},
    {"{'kind':'Deployment','metadata':{'generation':1},'spec':{'replicas':1},'status':{'observedGeneration':1,"
     "'replicas':1,'updatedReplicas':1}}",
     READY_NOT},
    {"{'kind':'Deployment','metadata':{'generation':1}}", READY_NOT},
    {"{'kind':'Deployment','metadata':{'generation':1},'spec':{'replicas':0},'status':{'observedGeneration':1}}",
     READY_SETTLED},
    /* the pods of a rollout before still end */
    {"{'kind':'Deployment','metadata':{'generation':2},'spec':{'replicas':1},'status':{'observedGeneration':2,"
     "'replicas':1,'updatedReplicas':1,'availableReplicas':1,'terminatingReplicas':1}}",
     READY_ARRIVED},
    {"{'kind':'ConfigMap'}", READY_SETTLED},
};

static void each_object_is_as_far_as_its_status_says(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(objects); i++) {
        auto_json json_t *object = unit_json(objects[i].object);
        auto_free char *message = NULL;

        if (ready_level(object, &message) != objects[i].level)
            fail_msg("%s", objects[i].object);
        assert_int_equal(message == NULL, objects[i].level == READY_SETTLED);
    }
}

static void what_is_missing_is_said(void **state)
{
    auto_json json_t *object = unit_json(
        "{'kind':'Deployment','metadata':{'generation':2},'spec':{'replicas':2},'status':{"
        "'observedGeneration':2,'updatedReplicas':1,'conditions':[{'type':'Progressing',"
        "'status':'False','message':'it has timed out'}]}}");
    auto_free char *message = NULL;

    (void)state;
    assert_int_equal(ready_level(object, &message), READY_NOT);
    assert_string_equal(message, "1 of 2 replicas updated, 0 available: it has timed out");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_object_is_as_far_as_its_status_says),
        cmocka_unit_test(what_is_missing_is_said),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
