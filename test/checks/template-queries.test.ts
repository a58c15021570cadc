import { describe, expect, it } from "vitest";
import { engineIsBuilt } from "../support/engine.ts";
import { findingsOf, marked } from "./support/findings.ts";

describe.skipIf(!engineIsBuilt)("queries that templates ask", () => {
  const missing = findingsOf("metric-not-declared");
  const wrongLabel = findingsOf("label-not-declared");
  const invalid = findingsOf("expression-invalid");
  const unreadable = findingsOf("rule-file-invalid");
  const alert = (description: string) => ({
    rules: [{ alert: "A", expr: 'up{job="shop"} == 0', annotations: { description } }],
  });

  it.each([
    '{{ query "shop_orders_plaaced_total" }}',
    "{{- range query `sum(rate(shop_orders_plaaced_total[5m]))` -}} {{ .Value }} {{- end }}",
    '{{ with printf "rate(shop_orders_plaaced_total{namespace=%q}[5m]) * 100 %% 7" $labels.namespace | query }}x{{ end }}',
    '{{ with query (printf "shop_orders_plaaced_total{category=\\"%s\\"}" $labels.category) }}{{ . | first | value }}{{ end }}',
    '{{ "shop_orders_plaaced_total" | query | first | value }}',
  ])("are resolved against the metrics: %s", async (description) => {
    const [finding, ...others] = await missing(alert(description));
    expect(others).toEqual([]);
    expect(finding?.where.item).toBe("own / A, description");
    expect(finding === undefined ? "" : marked(finding)).toContain("shop_orders_plaaced_total");
    expect(finding?.fix).toContain("shop_orders_placed_total");
  });

  it("are resolved against the labels", async () => {
    const [finding] = await wrongLabel(
      alert('{{ printf "shop_payments_total{regoin=%q}" $labels.namespace | query }}'),
    );
    expect(finding?.message).toContain("shop_payments_total has no label regoin");
  });

  it("are parsed", async () => {
    const [finding] = await invalid(alert('{{ query "sum(rate(up[5m])" }}'));
    expect(finding?.where.item).toBe("own / A, description");
  });

  it("have no finding when they are right, or are put together where nobody can read them", async () => {
    expect(await missing(alert('{{ printf "shop_payments_total{namespace=%q}" $labels.namespace | query }}'))).toEqual(
      [],
    );
    expect(await missing(alert("{{ query $labels.question }} a query {{ $labels.query }}"))).toEqual([]);
  });

  it("stand in templates that Prometheus can parse; others are findings of the file", async () => {
    const [finding] = await unreadable(alert("{{ with $value }} never ended"));
    expect(finding?.message).toContain("unexpected EOF");
  });

  it("of runbook pages are resolved, too", async () => {
    const queries = [{ title: "shop: Orders", expression: "rate(shop_orders_plaaced_total[5m])" }];
    const [finding] = await missing({ runbooks: [{ path: "runbooks/A.md", text: "# A", queries }] });
    expect(finding?.where).toMatchObject({ artefact: "runbooks/A.md", item: "shop: Orders" });
  });
});
