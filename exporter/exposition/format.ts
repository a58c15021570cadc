import type { FamilyHead, SeriesTable } from "../storage/series-table.ts";
import type { ByteWriter } from "./byte-writer.ts";
import type { ForeignFamily } from "./foreign-family.ts";

/** A format that Prometheus reads; it writes the rows of our tables, and the families of others. */
export interface Format {
  /** Names what it writes; renderings are kept under it. */
  readonly name: string;
  /** The header `Content-Type`, without the escaping scheme. */
  readonly contentType: string;
  /** Whether the content type tells the escaping scheme that was agreed; our names are identifiers, which every scheme leaves alone. */
  readonly tellsEscaping: boolean;
  /** Writes rows of a table, from the first to the one before the end; each as it stands at this moment. */
  rows(out: ByteWriter, table: SeriesTable, first: number, end: number): void;
  /** Writes what stands before the rows of a family, when they take that many bytes. */
  head(out: ByteWriter, head: FamilyHead, rowsByteLength: number): void;
  /** Writes a family that is not in our storage. */
  foreign(out: ByteWriter, family: ForeignFamily): void;
  /** Writes what ends an exposition. */
  end(out: ByteWriter): void;
}
