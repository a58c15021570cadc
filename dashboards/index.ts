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
export { serviceBoard } from "./service-board.ts";
