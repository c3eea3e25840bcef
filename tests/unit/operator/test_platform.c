/* Which platform a cluster is on, by what its API server and a node say. */
#include "operator/platform.h"
#include "tests/unit/unit.h"

static const struct {
    const char *groups, *node, *name, *evidence;
} rows[] = {
    {"{'groups':[{'name':'apps'},{'name':'config.openshift.io'}]}",
     "{'metadata':{'name':'a'},'status':{'nodeInfo':{'kubeletVersion':'v1.33.1+k3s1'}}}",
     "openshift", "the API server has the group config.openshift.io"},
    {"{'groups':[{'name':'apps'}]}",
     "{'metadata':{'name':'a'},'status':{'nodeInfo':{'kubeletVersion':'v1.33.1+k3s1'}}}", "k3s",
     "node a has kubelet v1.33.1+k3s1"},
    {"{}",
     "{'metadata':{'name':'k3d-dev-server-0'},'status':{'nodeInfo':{'kubeletVersion':"
     "'v1.33.1+k3s1'}}}",
     "k3d", "node k3d-dev-server-0 has kubelet v1.33.1+k3s1"},
    {"{}", "{'metadata':{'name':'k3d-x'},'status':{'nodeInfo':{'kubeletVersion':'v1.33.1'}}}",
     "none", "node k3d-x has kubelet v1.33.1"},
    {"{}",
     "{'metadata':{'name':'g'},'status':{'nodeInfo':{'kubeletVersion':'v1.32.4-gke.1106006'}}}",
     "gke", "node g has kubelet v1.32.4-gke.1106006"},
    {"{}", "{'metadata':{'name':'g','labels':{'cloud.google.com/gke-nodepool':'pool'}}}", "gke",
     "node g has kubelet "},
    {"{}", "{'metadata':{'name':'m','labels':{'minikube.k8s.io/name':'m'}}}", "minikube",
     "node m has the label minikube.k8s.io/name"},
    {"{}", "{'metadata':{'name':'m','labels':{'microk8s.io/cluster':'true'}}}", "microk8s",
     "node m has the label microk8s.io/cluster"},
    {"{}",
     "{'metadata':{'name':'e'},'status':{'nodeInfo':{'kubeletVersion':'v1.32.3-eks-473151a'}}}",
     "none", "node e has kubelet v1.32.3-eks-473151a"},
    {"{'groups':[7,{'name':7}]}", "{'metadata':[],'status':7}", "none", "node  has kubelet "},
    {NULL, NULL, "none", "no node is to be seen"},
};

static void every_row_is_what_it_says(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        auto_json json_t *groups = rows[i].groups ? unit_json(rows[i].groups) : NULL,
                         *node = rows[i].node ? unit_json(rows[i].node) : NULL;
        struct platform platform;

        platform_judge(groups, node, &platform);
        assert_string_equal(platform.name, rows[i].name);
        assert_string_equal(platform.evidence, rows[i].evidence);
        platform_done(&platform);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_row_is_what_it_says),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
