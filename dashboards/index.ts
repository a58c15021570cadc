export type {
  Board,
  BoardAnnotation,
  BoardPanel,
  BoardTarget,
  BoardVariable,
  DataSourceReference,
  FieldConfig,
  GridPosition,
} from "./board.ts";
export type { PlottedAlert } from "./panels/alert-plot-panel.ts";
export { serviceBoard } from "./service-board.ts";
