"""Pods of many shapes, for asking our webhook and a real istiod the same."""
import copy

INJECTED = {"istio-injection": "enabled"}  # labels of a namespace

WEB = {
    "apiVersion": "v1", "kind": "Pod",
    "metadata": {"generateName": "web-5d4f8c7b9-", "labels": {"app": "web", "pod-template-hash": "5d4f8c7b9"},
                 "ownerReferences": [{"apiVersion": "apps/v1", "kind": "ReplicaSet", "name": "web-5d4f8c7b9",
                                      "uid": "11111111-2222-3333-4444-555555555555", "controller": True}]},
    "spec": {"containers": [{"name": "web", "image": "nginx:1.27",
                             "ports": [{"containerPort": 8080, "name": "http", "protocol": "TCP"}]}]},
}


def pod(change):
    made = copy.deepcopy(WEB)
    change(made, made["metadata"], made["spec"], made["spec"]["containers"][0])
    return made


def annotated(**annotations):
    def change(_pod, metadata, _spec, _web):
        metadata["annotations"] = {key.replace("__", "/").replace("_", "."): value
                                   for key, value in annotations.items()}
    return pod(change)


def probes(_pod, _metadata, _spec, web):
    web["readinessProbe"] = {"httpGet": {"path": "/ready", "port": "http"}, "periodSeconds": 3}
    web["livenessProbe"] = {"tcpSocket": {"port": 8080}, "timeoutSeconds": 2}
    web["startupProbe"] = {"grpc": {"port": 9090}}
    web["lifecycle"] = {"preStop": {"httpGet": {"path": "/stop", "port": 8080}}}


def prometheus(_pod, metadata, _spec, _web):
    metadata["annotations"] = {"prometheus.io/scrape": "true", "prometheus.io/port": "9100", "prometheus.io/path": "/m"}


def targets(_pod, metadata, _spec, _web):
    metadata["annotations"] = {"prometheus.istio.io/scrape-targets": "9100:/a,9101"}


def proxy_config(_pod, metadata, _spec, _web):
    metadata["annotations"] = {
        "proxy.istio.io/config": "concurrency: 2\nholdApplicationUntilProxyStarts: true\nproxyMetadata:\n  A: b\n"
                                 "  ISTIO_META_DNS_CAPTURE: \"true\"\n",
        "traffic.sidecar.istio.io/excludeOutboundPorts": "5432",
        "traffic.sidecar.istio.io/includeInboundPorts": "8080",
        "sidecar.istio.io/proxyCPU": "123m", "sidecar.istio.io/logLevel": "debug"}


def override(_pod, _metadata, spec, _web):
    spec["containers"].append({"name": "istio-proxy", "image": "auto", "resources": {"limits": {"memory": "300Mi"}},
                               "env": [{"name": "X", "value": "y"}], "securityContext": {"runAsUser": 1338}})


def several(_pod, _metadata, spec, _web):
    spec["initContainers"] = [{"name": "setup", "image": "busybox:1", "command": ["true"]}]
    spec["volumes"] = [{"name": "data", "emptyDir": {}}]
    spec["imagePullSecrets"] = [{"name": "mine"}]
    spec["containers"].append({"name": "second", "image": "b:2", "ports": [
        {"containerPort": 7070}, {"containerPort": 53, "protocol": "UDP", "name": "dns"}]})


def gateway(_pod, metadata, spec, _web):
    metadata["labels"]["sidecar.istio.io/inject"] = "true"
    metadata["annotations"] = {"inject.istio.io/templates": "gateway"}
    spec["containers"] = [{"name": "istio-proxy", "image": "auto", "ports": [
        {"containerPort": 15090, "protocol": "TCP", "name": "http-envoy-prom"}]}]


def tproxy(_pod, metadata, _spec, _web):
    metadata["annotations"] = {
        "sidecar.istio.io/interceptionMode": "TPROXY", "sidecar.istio.io/nativeSidecar": "false",
        "sidecar.istio.io/userVolume": '{"extra":{"emptyDir":{}}}',
        "sidecar.istio.io/userVolumeMount": '{"extra":{"mountPath":"/extra"}}'}


def cron_job(_pod, metadata, spec, _web):
    metadata.clear()
    metadata.update({"generateName": "job-", "ownerReferences": [
        {"apiVersion": "batch/v1", "kind": "Job", "name": "backup-12345678", "controller": True,
         "uid": "11111111-2222-3333-4444-555555555555"}]})
    spec["restartPolicy"] = "Never"


def host_network(_pod, _metadata, spec, _web):
    spec["hostNetwork"] = True


def refused(_pod, metadata, _spec, _web):
    metadata["labels"]["sidecar.istio.io/inject"] = "false"


def bad_annotations(_pod, metadata, _spec, _web):
    metadata["annotations"] = {"sidecar.istio.io/proxyCPU": "lots",
                               "traffic.sidecar.istio.io/includeInboundPorts": "http"}


def unknown_template(_pod, metadata, _spec, _web):
    metadata["annotations"] = {"inject.istio.io/templates": "nope"}


def grpc(_pod, metadata, _spec, _web):
    metadata["annotations"] = {"inject.istio.io/templates": "grpc-agent"}


def none(_pod, metadata, _spec, _web):
    metadata["annotations"] = {"sidecar.istio.io/interceptionMode": "NONE", "status.sidecar.istio.io/port": "0"}


SHAPES = {function.__name__: pod(function) for function in (
    probes, prometheus, targets, proxy_config, override, several, gateway, tproxy, cron_job, host_network, refused,
    bad_annotations, unknown_template, grpc, none)}
SHAPES["plain"] = copy.deepcopy(WEB)


def sidecar_of(pod):
    return [c["name"] for c in pod["spec"].get("initContainers", []) if c["name"] == "istio-proxy"] + [
        c["name"] for c in pod["spec"]["containers"] if c["name"] == "istio-proxy"]
