import { types } from "node:util";
import { labelValue } from "../storage/label-value.ts";
import { schemaLimits } from "../storage/native-bucket-key.ts";
import type {
  FleetAsk,
  MemberHello,
  MemberReport,
  NativeReport,
  NativeSide,
  PageReport,
  TableReport,
  UnpackedPage,
} from "./messages.ts";
import { unpackedCells, unpackedNumbers } from "./packed-numbers.ts";

/** A message of which nothing is known yet but the service that it is for. */
export type OwnMessage = Readonly<Record<string, unknown>>;

/** A message of ours for a service; undefined for anybody else's. */
export function ownMessage(message: unknown, service: string): OwnMessage | undefined {
  if (typeof message !== "object" || message === null) return undefined;
  const own = message as OwnMessage;
  return typeof own["signalbox"] === "string" && own["service"] === service ? own : undefined;
}

/** The ask that a message is; undefined when it is none, or malformed. */
export function readAsk(message: OwnMessage): FleetAsk | undefined {
  const { signalbox, fleet, ask, whole, withinSeconds } = message as Partial<Record<keyof FleetAsk, unknown>>;
  const isAsk =
    signalbox === "ask/1" && typeof fleet === "string" && isIndex(ask) && isTexts(whole) && isNumber(withinSeconds);
  return isAsk ? (message as unknown as FleetAsk) : undefined;
}

/** The hello that a message is; undefined when it is none, or malformed. */
export function readHello(message: OwnMessage): MemberHello | undefined {
  const { signalbox, member, threadId } = message as Partial<Record<keyof MemberHello, unknown>>;
  const isHello = signalbox === "hello/1" && typeof member === "string" && isIndex(threadId);
  return isHello ? (message as unknown as MemberHello) : undefined;
}

/** The report that a message is; undefined when it is none, or malformed. */
export function readReport(message: OwnMessage): MemberReport<UnpackedPage> | undefined {
  const { signalbox, service, member, sequence, isWhole, answers, tables } = message as Partial<
    Record<keyof MemberReport, unknown>
  >;
  if (signalbox !== "report/1" || typeof service !== "string" || typeof member !== "string") return undefined;
  if (!isIndex(sequence) || !isIndex(answers) || typeof isWhole !== "boolean") return undefined;
  const read = all(tables, readTable);
  return read && { signalbox, service, member, sequence, isWhole, answers, tables: read };
}

function readTable(table: unknown): TableReport<UnpackedPage> | undefined {
  const { name, shape, firstRow, labelValues, createdSeconds, hasOverflowed, pages, native } = Object(table) as Partial<
    Record<keyof TableReport, unknown>
  >;
  if (typeof name !== "string" || typeof shape !== "string" || typeof hasOverflowed !== "boolean") return undefined;
  const values = all(labelValues, (row) =>
    isTexts(row) && row.every((value) => labelValue(value) === value) ? row : undefined,
  );
  const created = all(createdSeconds, (seconds) => (isNumber(seconds) ? seconds : undefined));
  const readPages = all(pages, readPage);
  const readNatives = all(native, readNative);
  if (!isIndex(firstRow) || values === undefined || created?.length !== values.length) return undefined;
  if (readPages === undefined || readNatives === undefined) return undefined;
  const rows = { firstRow, labelValues: values, createdSeconds: created };
  return { name, shape, ...rows, hasOverflowed, pages: readPages, native: readNatives };
}

function readPage(report: unknown): UnpackedPage | undefined {
  const { page, length, cells, numbers } = Object(report) as Partial<Record<keyof PageReport, unknown>>;
  if (!isIndex(page) || !isIndex(length) || !(typeof numbers === "string" || types.isFloat64Array(numbers)))
    return undefined;
  const unpacked = unpackedNumbers(numbers);
  if (unpacked === undefined) return undefined;
  if (cells === undefined) return unpacked.length === length ? { page, length, numbers: unpacked } : undefined;
  if (!(typeof cells === "string" || types.isUint16Array(cells))) return undefined;
  const places = unpackedCells(cells);
  const fit = places?.length === unpacked.length && places.every((place) => place < length);
  return fit ? { page, length, cells: places, numbers: unpacked } : undefined;
}

function readNative(report: unknown): NativeReport | undefined {
  const { row, schema, zeroThreshold, zeroCount, positive, negative } = Object(report) as Partial<
    Record<keyof NativeReport, unknown>
  >;
  if (!isIndex(row) || !isNumber(zeroThreshold) || zeroThreshold <= 0 || !isNumber(zeroCount)) return undefined;
  if (!isInteger(schema) || schema < schemaLimits.coarsest || schema > schemaLimits.finest) return undefined;
  if (!isSide(positive) || !isSide(negative)) return undefined;
  return { row, schema, zeroThreshold, zeroCount, positive, negative };
}

function isSide(side: unknown): side is NativeSide {
  const { first, counts } = Object(side) as Partial<Record<keyof NativeSide, unknown>>;
  return isInteger(first) && Array.isArray(counts) && counts.every(isNumber);
}

/** What each element was read as; undefined when one cannot be. */
function all<T>(elements: unknown, read: (element: unknown) => T | undefined): readonly T[] | undefined {
  if (!Array.isArray(elements)) return undefined;
  const values: T[] = [];
  for (const element of elements) {
    const value = read(element);
    if (value === undefined) return undefined;
    values.push(value);
  }
  return values;
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((text) => typeof text === "string");
}

function isNumber(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value);
}

function isInteger(value: unknown): value is number {
  return Number.isSafeInteger(value);
}

function isIndex(value: unknown): value is number {
  return isInteger(value) && value >= 0;
}
