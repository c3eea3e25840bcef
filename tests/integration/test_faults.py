"""A mesh's life (made, or taken over from helm; changed; deleted) with one call of the operator to the API server disturbed: it ends as
an undisturbed one.

Which calls, and how, is drawn by a seed (`MALHA_SEED`): `MALHA_FAULTS=500` draws so many, `MALHA_FAULTS=killed` takes every call with
that fault, `each` every call with one fault, another for the next, and `all` every call with every fault, which is hours.
"""
import itertools
import os
import random
import threading

import pytest

from cluster import wait
from operators import helm_installed, inventory_id, mesh, settle
from test_kube import once, status
from test_reconcile import ISTIOD_ANSWERS

NAMESPACE = "life"
MESHES = "/apis/malha.dev/v1alpha1/meshconfigs"
KINDS = ("deployments,services,serviceaccounts,configmaps,roles,rolebindings,horizontalpodautoscalers,poddisruptionbudgets,clusterroles,"
         "clusterrolebindings,mutatingwebhookconfigurations,validatingwebhookconfigurations")
FAULTS = {"killed": None, "killed after it": None, "delayed": None, "cut": ("cut",), "lost": ("lost",), "half": ("half",),
          "409": status(409), "410": status(410), "429": status(429, headers={"Retry-After": "1"}), "500": status(500),
          "no JSON": ("status", 200, {}, "<html>")}
SEED = int(os.environ.get("MALHA_SEED", "1"))


def spec(**values):
    return {"components": {"ingressGateways": [{"name": "gate", "values": values}]}}


def state(server):
    """What is there of the mesh, without what differs between two lives."""
    found = {}
    for one in server.get("-A", KINDS, "-l", f"applyset.kubernetes.io/part-of={inventory_id('default')}")["items"]:
        metadata = one.pop("metadata")
        one.pop("status", None)
        for field in ("clusterIP", "clusterIPs"):
            one.get("spec", {}).pop(field, None)
        for port in one.get("spec", {}).get("ports", []):
            port.pop("nodePort", None)
        found[one["kind"], metadata.get("namespace"), metadata["name"]] = {**one, "labels": metadata["labels"],
                                                                           "annotations": metadata.get("annotations")}
    return found


def is_counted(path):
    return not any(part in path for part in ("/leases/", "watch=true", "dryRun=All"))


class Life:
    """One operator after another, and the calls of them all, counted."""

    def __init__(self, server, proxy, operator, at=None, fault=None):
        self.server, self.proxy, self.operator, self.calls = server, proxy, operator, 0
        self.at, self.fault, self.held = at, fault, threading.Event()
        proxy.lasting[:] = [self.disturb, ISTIOD_ANSWERS]
        self.process = operator(proxy.kubeconfig)

    def disturb(self, _, path):
        if self.calls == self.at and "/leases/" in path:
            self.held.set()
        if not is_counted(path):
            return None
        self.calls += 1
        if self.calls != self.at:
            return None
        if self.fault.startswith("killed"):
            self.process.kill()
            return ("lost",) if self.fault.endswith("after it") else ("cut",)
        if self.fault == "delayed":  # until the lease is renewed, for which a read waits and a write does not
            return ("hold", self.held)
        return FAULTS[self.fault]

    def wait(self, what, condition):
        def come_true():
            if self.process.poll() is not None:
                self.process = self.operator(self.proxy.kubeconfig)
            settle(self.server, NAMESPACE)
            return condition()
        wait(what, come_true)

    def put(self, wanted):
        """As `kubectl create`, or `edit`."""
        there = self.server.api.read(f"{MESHES}/default")
        if there:
            self.server.api.write("PUT", f"{MESHES}/default", {**there, "spec": wanted["spec"]})
        else:
            self.server.api.write("POST", MESHES, wanted)

    def live(self):
        """The states it passes through."""
        passed = self.grow()
        self.server.api.write("DELETE", f"{MESHES}/default", {})
        self.wait("the mesh going", lambda: not self.server.has("mesh", "default"))
        self.process.kill()
        self.process.wait()
        return [*passed, state(self.server)]

    def grow(self):
        passed = []
        for what, values in (("made", {"service": {"annotations": {"life.test/a": "1"}}}), ("changed", {"labels": {"life.test/b": "2"}})):
            self.put(mesh(NAMESPACE, spec(**values)))
            self.wait(f"the mesh being {what}", self.server.mesh_ready)
            passed.append(state(self.server))
        return passed


class TakenOver(Life):
    """What helm installed becomes a MeshConfig's, as it is, and is then changed."""

    def live(self):
        self.server.kubectl("create", "ns", NAMESPACE, check=False)
        with helm_installed(self.server, NAMESPACE, "istiod") as self.installed:
            return super().live()

    def grow(self):
        installed = self.installed
        wanted = {"profile": "minimal", "injection": {"provider": "istiod"}}
        self.put(adopted(wanted))
        self.wait("the mesh being taken over", self.server.mesh_ready)
        now = self.istiod()
        assert now["spec"] == installed["spec"] and now["metadata"]["uid"] == installed["metadata"]["uid"]
        passed = [state(self.server)]
        self.put(adopted({**wanted, "values": {"pilot": {"env": {"LIFE_TEST": "1"}}}}))
        self.wait("the mesh being changed", self.server.mesh_ready)
        assert self.istiod()["metadata"]["uid"] == installed["metadata"]["uid"]
        return [*passed, state(self.server)]

    def istiod(self):
        return self.server.get("-n", NAMESPACE, "deploy", "istiod")


def adopted(wanted):
    made = mesh(NAMESPACE, wanted)
    made["metadata"]["annotations"] = {"malha.dev/adopt": "yes"}
    return made


def choose(wanted, calls):
    """Pairs of a call and a fault."""
    draw, names, numbers = random.Random(SEED), list(FAULTS), range(1, calls + 1)
    if wanted == "all":
        return list(itertools.product(numbers, names))
    if wanted == "each":
        return [(at, names[(at + SEED) % len(names)]) for at in numbers]
    if not wanted.isdigit():
        return [(at, wanted) for at in numbers]
    kills = [name for name in names if name.startswith("killed")]
    return [(draw.choice(numbers), draw.choice(kills if i % 3 == 0 else names)) for i in range(int(wanted))]


@pytest.mark.parametrize("kind, sample", [(Life, "3"), (TakenOver, "2")])
def test_a_life_with_a_disturbed_call_ends_as_any_other(server, proxy, operator, kind, sample):
    first = kind(server, proxy, operator)
    undisturbed = first.live()
    assert undisturbed[0] != undisturbed[1] and not undisturbed[2] and len(undisturbed[0]) > 15
    for at, fault in choose(os.environ.get("MALHA_FAULTS", sample), first.calls):
        print(f"call {at} of about {first.calls}: {fault}", flush=True)
        assert kind(server, proxy, operator, at, fault).live() == undisturbed, (at, fault)
