export { startLive } from "./live.ts";
export type { Control, Live, LiveOptions, LiveTarget } from "./live-options.ts";
export type { AlertState, BoardData, TargetState } from "./page/wire.ts";
