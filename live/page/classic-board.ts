/** A threshold of a field: its colour holds from the value upwards; null is the lowest. */
interface ThresholdStep {
  readonly value: number | null;
  readonly color: string;
}

/** How the values of a field are shown. */
export interface FieldOptions {
  readonly unit?: string;
  readonly decimals?: number | null;
  readonly min?: number | null;
  readonly max?: number | null;
  readonly noValue?: string;
  readonly displayName?: string;
  readonly color?: { readonly mode?: string; readonly fixedColor?: string };
  readonly thresholds?: { readonly mode?: string; readonly steps?: readonly ThresholdStep[] };
  readonly custom?: {
    readonly drawStyle?: string;
    readonly lineWidth?: number;
    readonly fillOpacity?: number;
    readonly axisSoftMax?: number;
    readonly stacking?: { readonly mode?: string };
    readonly thresholdsStyle?: { readonly mode?: string };
    readonly cellOptions?: { readonly type?: string };
  };
}

/** An exception from a panel's field options. */
export interface FieldOverride {
  readonly matcher: { readonly id: string; readonly options?: unknown };
  readonly properties: readonly { readonly id: string; readonly value?: unknown }[];
}

/** A panel of a board in Grafana's classic JSON, as far as this page reads it. */
export interface ClassicPanel {
  readonly id: number;
  readonly type: string;
  readonly title?: string;
  readonly description?: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly targets?: readonly { readonly refId?: string; readonly legendFormat?: string; readonly hide?: boolean }[];
  readonly fieldConfig?: { readonly defaults?: FieldOptions; readonly overrides?: readonly FieldOverride[] };
  readonly options?: {
    readonly legend?: { readonly showLegend?: boolean; readonly calcs?: readonly string[] };
    readonly reduceOptions?: { readonly calcs?: readonly string[] };
    readonly sortBy?: readonly { readonly displayName?: string; readonly desc?: boolean }[];
    readonly content?: string;
  };
  readonly transformations?: readonly { readonly id: string; readonly options?: Readonly<Record<string, unknown>> }[];
  /** Only in rows that are collapsed. */
  readonly panels?: readonly ClassicPanel[];
}

/** A board in Grafana's classic JSON, as far as this page reads it. */
export interface ClassicBoard {
  readonly uid: string;
  readonly title: string;
  readonly description?: string;
  readonly panels: readonly ClassicPanel[];
}
