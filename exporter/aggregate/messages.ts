/** Numbers: as they are between threads, and in base64 between processes, whose messages are JSON. */
export type Packed<Numbers extends Float64Array | Uint16Array> = Numbers | string;

/** The native buckets of one sign: the key of the first, and its count with those after it. */
export interface NativeSide {
  readonly first: number;
  readonly counts: readonly number[];
}

/** The native buckets of one row as they are. */
export interface NativeReport {
  readonly row: number;
  readonly schema: number;
  readonly zeroThreshold: number;
  readonly zeroCount: number;
  readonly positive: NativeSide;
  readonly negative: NativeSide;
}

/** Numbers of one page as they are, without the page's version. */
export interface PageReport<Numbers = Packed<Float64Array>, Cells = Packed<Uint16Array>> {
  readonly page: number;
  /** How many numbers the rows of the page have. */
  readonly length: number;
  /** Where the numbers stand in the page, ascending; undefined when they are all of it, in order. */
  readonly cells?: Cells | undefined;
  readonly numbers: Numbers;
}

/** What is new in one table. */
export interface TableReport<Page = PageReport> {
  readonly name: string;
  /** {@link tableShape} */
  readonly shape: string;
  /** The number of the first new row; 0 tells all rows. */
  readonly firstRow: number;
  /** Label values of the new rows, and when they were allocated in seconds since 1970. */
  readonly labelValues: readonly (readonly string[])[];
  readonly createdSeconds: readonly number[];
  /** Whether an update went to the overflow row. */
  readonly hasOverflowed: boolean;
  readonly pages: readonly Page[];
  readonly native: readonly NativeReport[];
}

/** What a member tells: the tables that changed since its report before, or all of them. */
export interface MemberReport<Page = PageReport> {
  readonly signalbox: "report/1";
  readonly service: string;
  /** Names the member among all that ever were. */
  readonly member: string;
  /** Rises by one with each report. */
  readonly sequence: number;
  /** Whether it tells everything, so that no report before it is needed. */
  readonly isWhole: boolean;
  /** The number of the ask that it answers; 0 for none. */
  readonly answers: number;
  readonly tables: readonly TableReport<Page>[];
}

/** A page whose numbers were unpacked. */
export type UnpackedPage = PageReport<Float64Array, Uint16Array>;

/** What a member says first, so that a fleet which is there already asks it. */
export interface MemberHello {
  readonly signalbox: "hello/1";
  readonly service: string;
  readonly member: string;
  /** The thread of the member in its process. */
  readonly threadId: number;
}

/** What a fleet asks its members. */
export interface FleetAsk {
  readonly signalbox: "ask/1";
  readonly service: string;
  /** Names the fleet among all that ever were. */
  readonly fleet: string;
  /** The number of the ask; 0 asks only the members in `whole`. */
  readonly ask: number;
  /** Members that are to tell everything. One that does not know the fleet and is not among them says hello instead. */
  readonly whole: readonly string[];
  /** Seconds in which the answer is of use. */
  readonly withinSeconds: number;
}

/** What two tables of the same name must have in common to be added up. */
export function tableShape(head: {
  readonly type: string;
  readonly labelNames: readonly string[];
  readonly bounds: readonly number[];
  readonly native?: unknown;
}): string {
  return JSON.stringify([head.type, head.labelNames, head.bounds, head.native !== undefined]);
}
