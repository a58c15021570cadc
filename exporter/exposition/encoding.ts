import type { BufferPool } from "./buffer-pool.ts";
import { gzipEncoder } from "./gzip.ts";
import { Piece } from "./piece.ts";

/** Makes the body of one exposition. */
export interface Encoder {
  /** Turns bytes into a piece; they must not change before it is there. */
  piece(bytes: Buffer): Piece | Promise<Piece>;
  /** What is sent for pieces in order. */
  body(pieces: readonly Piece[]): readonly Uint8Array[];
  /** Ends what the encoder uses; no piece can be made after. */
  close(): void;
}

/** How an exposition is sent: in pieces that are made, and kept, one by one, and what stands around them. */
export interface Encoding {
  readonly name: "gzip" | "identity";
  encoder(pool: BufferPool): Encoder;
}

/** Bytes as they are. */
export const identity: Encoding = {
  name: "identity",
  encoder: (pool) => ({
    piece: (bytes) => {
      const buffer = pool.take(bytes.length);
      bytes.copy(buffer);
      return new Piece(buffer.subarray(0, bytes.length), bytes.length, 0, () => pool.give(buffer));
    },
    body: (pieces) => pieces.map(({ bytes }) => bytes),
    close: () => undefined,
  }),
};

/** Compressed as one gzip member. */
export const gzip: Encoding = { name: "gzip", encoder: gzipEncoder };
