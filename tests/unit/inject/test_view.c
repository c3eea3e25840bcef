/* What templates see: Go's names, its zero values, and what is none of them. */
#include "inject/inject.h"
#include "tests/unit/unit.h"

static const char pod_text[] =
    "{'metadata':{'name':'n','labels':{'app':'web'},'creationTimestamp':null},'spec':{'hostIPC':true,'dnsPolicy':'Default',"
    "'os':{'name':'linux'},'dnsConfig':{'searches':['a','b']},'securityContext':{'fsGroup':7,'runAsUser':0},"
    "'volumes':[{'name':'v','emptyDir':{'medium':'Memory'}}],'containers':[{'name':'c','image':'i','ports':[{'protocol':'TCP',"
    "'containerPort':80,'name':'http'}],'livenessProbe':{'httpGet':{'path':'/x','port':80},'periodSeconds':3},"
    "'readinessProbe':{'tcpSocket':{'port':'p'}},'env':[{'name':'A','value':'b'}],'args':['x','y']}]}}";

/* Within double quotes of YAML. */
static const struct {
    const char *expression, *printed; /* NULL: an error, whose words `error` are */
    const char *error;
} rows[] = {
    {"{{ .ObjectMeta.Name }} {{ .ObjectMeta.Labels.app }} {{ index .ObjectMeta.Labels `none` }}",
     "n web ", NULL},
    {"{{ .Spec.HostIPC }} {{ .Spec.HostNetwork }} {{ .Spec.DNSPolicy }} {{ .Spec.OS.Name }}",
     "true false Default linux", NULL},
    {"{{ join `,` .Spec.DNSConfig.Searches }} {{ .Spec.SecurityContext.FSGroup }} {{ .Spec.SecurityContext.RunAsUser }}",
     "a,b 7 0", NULL},
    {"{{ (index .Spec.Volumes 0).EmptyDir.Medium }} {{ (index .Spec.Volumes 0).VolumeSource.EmptyDir.Medium }}",
     "Memory Memory", NULL},
    {"{{ range .Spec.Containers }}{{ .LivenessProbe.HTTPGet.Path }} {{ .LivenessProbe.PeriodSeconds }} "
     "{{ .ReadinessProbe.TCPSocket.Port }} {{ .LivenessProbe.ProbeHandler.HTTPGet.Port }}{{ end }}",
     "/x 3 p 80", NULL},
    {"{{ $c := index .Spec.Containers 0 }}{{ $c.StartupProbe }} {{ if $c.Lifecycle }}yes{{ else }}no{{ end }} {{ len $c.EnvFrom }}",
     "<nil> no 0", NULL},
    {"{{ $c := index .Spec.Containers 0 }}{{ len $c.Args }} {{ index $c.Args 1 }} {{ $c.TTY }} {{ (index $c.Env 0).Value }}",
     "2 y false b", NULL},
    {"{{ len .Spec.InitContainers }} {{ .Spec.NodeName }}|{{ .Spec.ServiceAccountName }}|{{ .Spec.TerminationGracePeriodSeconds }}",
     "0 ||<nil>", NULL},
    {"{{ .TypeMeta.Kind }} {{ .TypeMeta.APIVersion }} {{ .DeploymentMeta.Name }} {{ .DeploymentMeta.Namespace }}",
     "Pod v1 n app", NULL},
    {"{{ .ProxyConfig.InterceptionMode.String }} {{ .ProxyConfig.InterceptionMode }} {{ .ProxyConfig.StatusPort }}",
     "REDIRECT REDIRECT 15020", NULL},
    {"{{ .ProxyConfig.Concurrency.GetValue }} {{ .ProxyConfig.Concurrency.Value }} "
     "{{ .ProxyConfig.HoldApplicationUntilProxyStarts.GetValue }}",
     "3 3 false", NULL},
    {"{{ .ProxyConfig.GetTracing.GetTlsSettings.GetCaCertificates }}|{{ .ProxyConfig.GetServiceCluster }}|"
     "{{ .ProxyConfig.Tracing }}",
     "|istio-proxy|<nil>", NULL},
    {"{{ formatDuration .ProxyConfig.DrainDuration }} {{ .ProxyConfig.ProxyMetadata.A }} {{ .ProxyConfig.CaCertificatesPem }}",
     "1m30s b []", NULL},
    {"{{ .MeshConfig.TrustDomain }} {{ .MeshConfig.DefaultConfig.StatusPort }} {{ .MeshConfig.EnablePrometheusMerge.Value }}",
     "td 15020 true", NULL},
    {"{{ range .MeshConfig.ExtensionProviders }}{{ .Name }} {{ end }}",
     "prometheus stackdriver envoy ", NULL},
    {"{{ .Values.global.hub }} {{ .Values.none }}", "h <no value>", NULL},
    {"{{ structToJSON (index (index .Spec.Containers 0).Ports 0) | replace `\"` `'` }}",
     "{'name':'http','containerPort':80,'protocol':'TCP'}", NULL},
    {"{{ .ObjectMeta.GetName }} {{ .ObjectMeta.GetLabels.app }}", "n web", NULL},
    {"{{ .Spec.Containerz }}", NULL, "can't evaluate field Containerz in type v1.PodSpec"},
    {"{{ .Spec.containers }}", NULL, "can't evaluate field containers in type v1.PodSpec"},
    {"{{ .Spec.HostIpc }}", NULL, "can't evaluate field HostIpc"},
    {"{{ (index .Spec.Containers 0).LivenessProbe.Port }}", NULL,
     "can't evaluate field Port in type"},
    {"{{ .ProxyConfig.ServiceCluster }}", NULL,
     "can't evaluate field ServiceCluster"}, /* one of several */
    {"{{ .ProxyConfig.GetNothing }}", NULL, "can't evaluate field GetNothing"},
    {"{{ .Spec.Affinity.NodeAffinity }}", NULL, "nil pointer evaluating *v1.Affinity.NodeAffinity"},
    {"{{ .Nothing }}", NULL, "can't evaluate field Nothing in type *inject.SidecarTemplateData"},
    {"{{ env `A` `none` }} {{ env `B` `none` }} {{ env `C` `none` }} {{ env `N` `none` }}",
     "text true none 7", NULL}, /* of istiod's, not of this process */
    {"{{ env `PATH` `none` }}", "none", NULL},
    {"{{ .Spec.GetContainers }}", NULL, "can't evaluate field GetContainers"},
};

static void templates_see_what_go_has(void **state)
{
    static const char mesh[] =
        "{trustDomain: td, defaultConfig: {drainDuration: 90s, concurrency: 3, proxyMetadata: {A: b}}}";

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        auto_free char *template =
            mem_printf("metadata: {annotations: {o: \"%s\"}}", rows[i].expression);
        auto_json json_t *config =
            json_pack("{s:s,s:{s:s}}", "policy", "enabled", "templates", "sidecar", template);
        auto_free char *text = json_text(config);
        auto_json json_t *pod = unit_json(pod_text), *injected = NULL;
        struct inject_request request = {.path = "", .namespace = "app"};
        struct injector *injector = NULL;
        auto_err struct err err = ERR_INIT;

        if (injector_parse(
                text,
                "{\"global\":{\"hub\":\"h\"},\"pilot\":{\"env\":{\"A\":\"text\",\"B\":true,"
                "\"C\":null,\"N\":7}}}",
                mesh, &injector, &err) < 0)
            fail_msg("%s: %s", rows[i].expression, err_message(&err));
        struct inject_snapshot *snapshot = inject_snapshot_new(injector, "");
        int rc = inject_pod(snapshot, &request, pod, &injected, &err);
        const char *got =
            rc < 0 ? err_message(&err) : json_dig_text(injected, "metadata", "annotations", "o");
        if ((rc < 0) != !rows[i].printed ||
            (rc < 0 ? !strstr(got, rows[i].error) : strcmp(got, rows[i].printed) != 0))
            fail_msg("%s: %s", rows[i].expression, got);
        inject_snapshot_unref(snapshot);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(templates_see_what_go_has),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
