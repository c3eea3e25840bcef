"""The dashboards of Grafana's chart, as Grafana gets them. By itself it prints docs/dashboards.md."""
import html
import json
import re
import subprocess

import yaml

from testbed import BUILD, ROOT

CHART = ROOT / "manifests/addons/grafana"
# made by Istio's own filters, which a stock Envoy has not
ISTIOS_OWN = re.compile(r"istio_(requests|request|response|tcp)_|service:istio_")
EXAMPLE = {"__rate_interval": "5m", "namespace": "bookinfo", "service": "productpage", "workload": "productpage-v1", "app": "productpage", "gateway": ".*"}


def rendered(values=None, program=BUILD / "bin/malha"):
    text = subprocess.run([program, "template", "grafana", CHART, "-n", "istio-system", "-f", "-"], capture_output=True, text=True, check=True,
                          input=json.dumps(values or {})).stdout
    return [one for one in yaml.safe_load_all(text) if one]


def dashboards():
    """file name -> dashboard"""
    maps = {one["metadata"]["name"]: one["data"] for one in rendered() if one["kind"] == "ConfigMap"}
    return {name: json.loads(text) for name, text in maps["grafana-dashboards"].items()}


def expressions():
    """(dashboard, panel, expression with examples for its variables) of all that is asked."""
    for name, dashboard in dashboards().items():
        for panel in dashboard["panels"]:
            for target in panel.get("targets", []):
                yield name, panel["title"], re.sub(r"\$(\w+)", lambda match: EXAMPLE[match[1]], target["expr"])


# ---- docs/dashboards.md ----

HEAD = """# Dashboards

What [Grafana](meshconfig.md#addons) shows, panel beside panel as there. Printed by `tests/dashboards.py`, of the chart itself.
"""


def rows_of(dashboard):
    """(title, panels) of each row; those before any are a row without a title. A line of panels is a row of its own."""
    rows = []
    for panel in dashboard["panels"]:
        if panel["type"] == "row":
            rows.append((panel["title"], []))
        elif not rows or (rows[-1][1] and rows[-1][1][-1]["gridPos"]["y"] != panel["gridPos"]["y"]):
            rows.append(("", [panel]))
        else:
            rows[-1][1].append(panel)
    return rows


def cell(panel):
    curves = ", ".join(re.sub(r"{{(\w+)}}", r"‹\1›", one["legendFormat"]) for one in panel["targets"] if one.get("legendFormat"))
    shown = {"timeseries": "curves", "stat": "number", "table": "table", "state-timeline": "states"}[panel["type"]]
    return (f'<td width="{panel["gridPos"]["w"] * 100 // 24}%"><b>{html.escape(panel["title"])}</b><br>{shown}, {panel["fieldConfig"]["defaults"]["unit"]}' +
            (f"<br><i>{html.escape(curves)}</i>" if curves else "") + "</td>")


def page():
    lines = [HEAD]
    for dashboard in sorted(dashboards().values(), key=lambda one: one["title"]):
        lines.append(f"## {dashboard['title']}\n\n{dashboard.get('description', '')}\n".replace("\n\n\n", "\n"))
        variables = [one["label"] for one in dashboard["templating"]["list"] if one["type"] == "query"]
        if variables:
            lines.append(f"To be chosen: {', '.join(variables)}.\n")
        for title, panels in rows_of(dashboard):
            lines.append((f"**{title}**\n\n" if title else "") + "<table><tr>\n" + "\n".join(map(cell, panels)) + "\n</tr></table>\n")
    return "\n".join(lines)


if __name__ == "__main__":
    print(page(), end="")
