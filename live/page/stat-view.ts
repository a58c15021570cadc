import { calculate } from "./calculation.ts";
import type { ClassicPanel } from "./classic-board.ts";
import { thresholdColour } from "./colours.ts";
import { element, fill } from "./element.ts";
import { fieldOptions } from "./field-options.ts";
import { legendName } from "./legend-name.ts";
import type { PanelBody } from "./panel-view.ts";
import { formatValue } from "./unit-format.ts";

/** One number for each series, coloured by the thresholds. */
export function statView(panel: ClassicPanel): PanelBody {
  const root = element("div", { class: "stats" });
  const calculation = panel.options?.reduceOptions?.calcs?.[0] ?? "lastNotNull";
  return {
    root,
    update: (answers) => {
      const found = answers.flatMap(({ refId, series }) => {
        const template = panel.targets?.find((target) => target.refId === refId)?.legendFormat;
        return series.map((one) => ({ name: legendName(one.labels, template), refId, values: one.values }));
      });
      const tiles = found.map(({ name, refId, values }) => {
        const options = fieldOptions(panel, name, refId);
        const value = calculate(calculation, values);
        const number = element("strong", {}, formatValue(value, options.unit, options.decimals ?? undefined));
        const tile = element(
          "div",
          { class: "stat" },
          number,
          found.length > 1 ? element("span", {}, name) : undefined,
        );
        const colour = thresholdColour(options, value);
        if (colour !== undefined) tile.style.setProperty("--value-colour", colour);
        return tile;
      });
      const noValue = panel.fieldConfig?.defaults?.noValue ?? "No data";
      fill(root, tiles.length > 0 ? tiles : element("p", { class: "no-value" }, noValue));
    },
  };
}
