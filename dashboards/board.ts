/** Where a panel stands: a grid of 24 columns, rows of 30 pixels. */
export type GridPosition = { readonly x: number; readonly y: number; readonly w: number; readonly h: number };

/** A reference to a Grafana data source; the uid may be a variable. */
export type DataSourceReference = { readonly type: string; readonly uid: string };

/** One query of a panel. */
export type BoardTarget = {
  /** `A`, `B`, and so on; unique within the panel. */
  readonly refId: string;
  /** PromQL with Grafana's variables; absent from raw panels that ask something else. */
  readonly expr?: string;
  readonly legendFormat?: string;
  /** Asked once, at the end of the shown time. */
  readonly instant?: boolean;
  /** Asked at every step. */
  readonly range?: boolean;
  /** `table` where labels become columns. */
  readonly format?: string;
  /** Shortest step, as a Grafana duration. */
  readonly interval?: string;
  readonly datasource?: DataSourceReference;
};

/** What a field looks like: defaults, and overrides for single fields. */
export type FieldConfig = {
  readonly defaults: {
    /** Grafana's unit id. */
    readonly unit?: string;
    readonly min?: number;
    readonly max?: number;
    readonly decimals?: number;
    readonly noValue?: string;
    readonly color?: { readonly mode: string; readonly fixedColor?: string };
    readonly thresholds?: {
      readonly mode: string;
      readonly steps: readonly { readonly value: number | null; readonly color: string }[];
    };
    readonly custom?: Readonly<Record<string, unknown>>;
  };
  readonly overrides: readonly {
    readonly matcher: { readonly id: string; readonly options?: unknown };
    readonly properties: readonly { readonly id: string; readonly value?: unknown }[];
  }[];
};

/** A panel or, with type `row`, the heading of the panels below it. */
export type BoardPanel = {
  /** Unique within the board, from 1. */
  readonly id: number;
  readonly type: string;
  readonly title?: string;
  /** Markdown. */
  readonly description?: string;
  readonly gridPos: GridPosition;
  readonly datasource?: DataSourceReference;
  readonly targets?: readonly BoardTarget[];
  readonly fieldConfig?: FieldConfig;
  readonly options?: Readonly<Record<string, unknown>>;
  readonly transformations?: readonly { readonly id: string; readonly options: Readonly<Record<string, unknown>> }[];
};

/** A choice of the reader. */
export type BoardVariable = {
  readonly name: string;
  readonly label?: string;
  readonly type: string;
  readonly query?: unknown;
  readonly multi?: boolean;
  readonly includeAll?: boolean;
  readonly allValue?: string;
  readonly refresh?: number;
  readonly sort?: number;
};

/** Events drawn over every chart. */
export type BoardAnnotation = {
  readonly name: string;
  readonly enable: boolean;
  readonly builtIn?: number;
  readonly expr?: string;
  readonly iconColor: string;
};

/** A Grafana dashboard in classic JSON; plain, frozen, and as Grafana's file provisioning and HTTP API take it. */
export type Board = {
  /** At most 40 characters; the same for as long as the names of service and board are. */
  readonly uid: string;
  readonly title: string;
  readonly description: string;
  readonly tags: readonly string[];
  /** The classic schema that Grafana's strict validation accepts; 42. */
  readonly schemaVersion: number;
  readonly panels: readonly BoardPanel[];
  readonly templating: { readonly list: readonly BoardVariable[] };
  readonly annotations: { readonly list: readonly BoardAnnotation[] };
  readonly links: readonly { readonly title: string; readonly tags: readonly string[] }[];
  readonly time: { readonly from: string; readonly to: string };
  readonly refresh: string;
  readonly timezone: string;
  readonly editable: boolean;
  /** 1 is a crosshair shared by all charts. */
  readonly graphTooltip: number;
};
