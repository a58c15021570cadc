import type { Piece } from "./piece.ts";

/** Renderings after which pieces of a format that nobody asked for make room for others. */
const idleRenderings = 8;

interface Kept {
  readonly version: number;
  readonly piece: Piece;
  lastRendering: number;
}

interface Shelf {
  readonly kept: Map<object, Kept>;
  lastRendering: number;
}

/** Keeps what was rendered until it changes, for each format and encoding, within one budget of bytes for all. */
export class KeptPieces {
  readonly #budgetBytes: number;
  readonly #shelves = new Map<string, Shelf>();
  #byteLength = 0;
  #renderings = 0;

  constructor(budgetBytes: number) {
    this.#budgetBytes = budgetBytes;
  }

  /** The bytes that are kept now. */
  get byteLength(): number {
    return this.#byteLength;
  }

  /** Starts a rendering in a format and encoding, named by a key. */
  begin(key: string): void {
    this.#renderings += 1;
    const shelf = this.#shelves.get(key) ?? { kept: new Map(), lastRendering: 0 };
    shelf.lastRendering = this.#renderings;
    this.#shelves.set(key, shelf);
  }

  /** The piece of a unit as it was rendered at a version; undefined when none is kept. */
  piece(key: string, unit: object, version: number): Piece | undefined {
    const shelf = this.#shelves.get(key);
    const kept = shelf?.kept.get(unit);
    if (shelf === undefined || kept === undefined) return undefined;
    kept.lastRendering = shelf.lastRendering;
    return kept.version === version ? kept.piece : undefined;
  }

  /** Keeps the piece of a unit, in place of the one from before, when the budget allows. */
  keep(key: string, unit: object, version: number, piece: Piece): void {
    const shelf = this.#shelves.get(key);
    if (shelf === undefined) return;
    this.#drop(shelf, unit);
    if (this.#byteLength + piece.bytes.length > this.#budgetBytes) this.#dropIdle(shelf);
    if (this.#byteLength + piece.bytes.length > this.#budgetBytes) return;
    piece.hold();
    shelf.kept.set(unit, { version, piece, lastRendering: shelf.lastRendering });
    this.#byteLength += piece.bytes.length;
  }

  /** Ends a rendering: units that it did not ask for are no more. */
  end(key: string): void {
    const shelf = this.#shelves.get(key);
    if (shelf === undefined) return;
    for (const [unit, { lastRendering }] of shelf.kept) {
      if (lastRendering < shelf.lastRendering) this.#drop(shelf, unit);
    }
  }

  #drop(shelf: Shelf, unit: object): void {
    const piece = shelf.kept.get(unit)?.piece;
    if (piece === undefined) return;
    shelf.kept.delete(unit);
    this.#byteLength -= piece.bytes.length;
    piece.letGo();
  }

  #dropIdle(current: Shelf): void {
    for (const [key, shelf] of this.#shelves) {
      if (shelf === current || this.#renderings - shelf.lastRendering < idleRenderings) continue;
      for (const unit of shelf.kept.keys()) this.#drop(shelf, unit);
      this.#shelves.delete(key);
    }
  }
}
