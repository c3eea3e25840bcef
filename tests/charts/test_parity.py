"""malha template and real helm template give the same objects: Istio's charts with profiles, platforms, versions of
compatibility, upgrades and random values; and both refuse the same."""
import itertools
import random

import pytest

from compare import CHARTS, check

CHART_PATHS = ["base", "default", "gateway", "gateways/istio-egress", "gateways/istio-ingress", "istio-cni",
               "istio-control/istio-discovery", "ztunnel"]
PROFILES = [None, "ambient", "demo", "preview", "remote", "stable"]
PLATFORMS = ["gke", "k3d", "k3s", "microk8s", "minikube", "openshift"]
COMPATIBILITY = ["1.25", "1.26", "1.27", "1.28", "1.29", "1.30"]
BROKEN = [
    ("base", "--set", "profile=nope"),
    ("istio-control/istio-discovery", "--set", "global.platform=nope"),
    ("istio-control/istio-discovery", "--set", "global=5"),
    ("istio-control/istio-discovery", "--set", "meshConfig=text"),
    ("istio-control/istio-discovery", "--set", "compatibilityVersion=0.1"),
    ("istio-cni", "--set", "global.platform=nope"),
    ("ztunnel", "--set", "profile=nope"),
]


def arguments(chart, *more):
    return ["release", CHARTS / chart, "-n", "istio-system", *more]


@pytest.mark.parametrize("chart", CHART_PATHS)
@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("upgrade", [False, True])
def test_profiles(chart, profile, upgrade):
    more = (["--set", f"profile={profile}"] if profile else []) + (["--is-upgrade"] if upgrade else [])
    assert check(arguments(chart, *more)) is None


@pytest.mark.parametrize("chart", CHART_PATHS)
@pytest.mark.parametrize("setting", [f"global.platform={p}" for p in PLATFORMS] +
                         [f"compatibilityVersion={v}" for v in COMPATIBILITY])
def test_platforms_and_compatibility(chart, setting):
    assert check(arguments(chart, "--set", setting)) is None


@pytest.mark.parametrize("case", BROKEN, ids=lambda case: case[-1])
def test_both_refuse(case):
    assert check(arguments(*case)) is None


def random_settings(seed):
    """A few settings that are likely to matter, of every type that a user might give."""
    rng = random.Random(seed)
    keys = ["global.hub", "global.tag", "global.imagePullPolicy", "global.proxy.logLevel", "global.logAsJson",
            "global.network", "global.multiCluster.clusterName", "global.proxy.resources.requests.cpu",
            "global.priorityClassName", "pilot.autoscaleEnabled", "pilot.replicaCount", "pilot.cni.enabled",
            "pilot.env.A", "pilot.traceSampling", "meshConfig.accessLogFile", "meshConfig.enableTracing",
            "meshConfig.defaultConfig.concurrency", "revision", "global.networkPolicy.enabled",
            "sidecarInjectorWebhook.rewriteAppHTTPProbe", "sidecarInjectorWebhook.enableNamespacesByDefault",
            "global.caAddress", "global.istiod.enableAnalysis", "resources.limits.memory", "service.type",
            "autoscaling.enabled", "replicaCount", "podAnnotations.a", "labels.x", "nodeSelector.zone",
            "cni.ambient.enabled", "cni.chained", "logLevel", "terminationGracePeriodSeconds", "env.FOO"]
    values = ["true", "false", "1", "3", "1000000", "0", "text", "a: b", "1Gi", "100m", "null", "", "1.5", "yes",
              "0755", "é", "<x>&"]
    settings = []
    for key in rng.sample(keys, rng.randint(1, 5)):
        flag = rng.choice(["--set", "--set", "--set-string"])
        settings += [flag, f"{key}={rng.choice(values)}"]
    return settings


@pytest.mark.parametrize("chart,seed", list(itertools.product(
    ["gateway", "istio-cni", "istio-control/istio-discovery", "ztunnel"], range(75))))
def test_random_values(chart, seed):
    settings = random_settings(f"{chart}{seed}")
    assert check(arguments(chart, *settings)) is None, settings


def combination(seed):
    """A chart with a profile, a platform, a version of compatibility, an upgrade or not, and values, all by chance."""
    rng = random.Random(seed)
    more = []
    for key, choices in (("profile", PROFILES), ("global.platform", [None, *PLATFORMS]),
                         ("compatibilityVersion", [None, *COMPATIBILITY])):
        choice = rng.choice(choices)
        more += ["--set", f"{key}={choice}"] if choice else []
    if rng.random() < 0.5:
        more.append("--is-upgrade")
    return arguments(rng.choice(CHART_PATHS), *more, *(random_settings(seed) if rng.random() < 0.5 else []))


@pytest.mark.parametrize("seed", range(150))
def test_combinations(seed):
    given = combination(f"combination{seed}")
    assert check(given) is None, given


def test_our_own_chart():
    assert check(["malha", CHARTS.parents[2] / "charts/malha", "-n", "malha-system"]) is None
