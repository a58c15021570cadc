import { setImmediate as nextTurn } from "node:timers/promises";
import type { BufferPool } from "./buffer-pool.ts";
import { ByteWriter } from "./byte-writer.ts";
import type { Encoder, Encoding } from "./encoding.ts";
import type { ForeignFamily } from "./foreign-family.ts";
import type { Format } from "./format.ts";
import type { KeptPieces } from "./kept-pieces.ts";
import type { Piece } from "./piece.ts";
import { ScrapeLateError } from "./scrape-body.ts";
import type { LargeFamily, Unit, UnitGroup } from "./units.ts";

/** Milliseconds after which a rendering lets the requests have their turn. */
const sliceMilliseconds = 0.25;

/** What is rendered, and how. */
export interface RenderingTask {
  readonly format: Format;
  readonly encoding: Encoding;
  readonly groups: readonly UnitGroup[];
  readonly foreign: readonly ForeignFamily[];
  /** Whether somebody still waits for it. */
  readonly isWanted: () => boolean;
}

/** What a rendering gave. */
export interface Rendered {
  readonly chunks: readonly Uint8Array[];
  /** Says that nobody reads the chunks any more, so that their memory can be used again. */
  release(): void;
}

/** Renders expositions in slices between which the process answers requests. Each unit is rendered at one moment. */
export class Rendering {
  readonly #kept: KeptPieces;
  readonly #pool: BufferPool;
  readonly #writers: ByteWriter[] = [];

  constructor(kept: KeptPieces, pool: BufferPool) {
    this.#kept = kept;
    this.#pool = pool;
  }

  /** The bytes of an exposition. @throws {ScrapeLateError} when nobody wants it any more. */
  async bytes(task: RenderingTask): Promise<Rendered> {
    const key = `${task.encoding.name} ${task.format.name}`;
    const out = this.#writers.pop() ?? new ByteWriter();
    const encoder = task.encoding.encoder(this.#pool);
    const held: Piece[] = [];
    const hold = (piece: Piece): Piece => {
      piece.hold();
      held.push(piece);
      return piece;
    };
    const release = (): void => {
      for (const piece of held.splice(0)) piece.letGo();
    };
    try {
      this.#kept.begin(key);
      const pieces: Piece[] = [];
      for await (const piece of this.#pieces(task, key, encoder, out, hold)) pieces.push(piece);
      this.#kept.end(key);
      return { chunks: encoder.body(pieces), release };
    } catch (error) {
      release();
      throw error;
    } finally {
      encoder.close();
      this.#writers.push(out);
    }
  }

  /** The pieces in order; each is held as soon as it is there, because a rendering that runs beside this one may drop what is kept. */
  async *#pieces(
    task: RenderingTask,
    key: string,
    encoder: Encoder,
    out: ByteWriter,
    hold: (piece: Piece) => Piece,
  ): AsyncGenerator<Piece> {
    const { format } = task;
    const pause = pauses(task.isWanted);
    const made = async (write: (out: ByteWriter) => void): Promise<Piece> => {
      out.length = 0;
      write(out);
      return hold(await encoder.piece(out.written()));
    };
    const ofUnit = async (unit: Unit): Promise<Piece> => {
      const version = unit.version();
      const kept = this.#kept.piece(key, unit, version);
      if (kept !== undefined) return hold(kept);
      const piece = await made(() => unit.render(out, format));
      this.#kept.keep(key, unit, version, piece);
      return piece;
    };
    const ofLarge = async ({ table, pages }: LargeFamily): Promise<readonly Piece[]> => {
      const rows: Piece[] = [];
      for (const page of pages) {
        rows.push(await ofUnit(page));
        await pause();
      }
      const byteLength = rows.reduce((sum, { plainByteLength }) => sum + plainByteLength, 0);
      return [await made(() => format.head(out, table.head, byteLength)), ...rows];
    };
    for (const group of task.groups) {
      if ("pages" in group) yield* await ofLarge(group);
      else yield await ofUnit(group);
      await pause();
    }
    for (const family of task.foreign) {
      yield await made(() => format.foreign(out, family));
      await pause();
    }
    yield await made(() => format.end(out));
  }
}

/** Returns a function that waits for the next turn of the event loop when the present slice has lasted long enough. */
function pauses(isWanted: () => boolean): () => Promise<void> | undefined {
  let sliceStart = performance.now();
  const nextSlice = async (): Promise<void> => {
    await nextTurn();
    if (!isWanted()) throw new ScrapeLateError("the exposition was not ready before its deadline");
    sliceStart = performance.now();
  };
  return () => (performance.now() - sliceStart < sliceMilliseconds ? undefined : nextSlice());
}
