import { constants, crc32, createDeflateRaw, deflateRawSync } from "node:zlib";
import { fromPool } from "../in-time.ts";
import type { BufferPool } from "./buffer-pool.ts";
import { crc32Combine } from "./crc32-combine.ts";
import type { Encoder } from "./encoding.ts";
import { Piece } from "./piece.ts";

/** Below this, compression saves less than it costs. */
const storedBelowBytes = 128;

/**
 * Makes one gzip member (RFC 1952) of deflate blocks that end on a byte and refer to nothing before them, so that a piece whose text
 * did not change is sent again as it is. Members one after the other would do the same, but many readers stop after the first.
 * Compression runs in Node's thread pool, and here, piece by piece, once the pool has no time for it.
 */
export function gzipEncoder(pool: BufferPool): Encoder {
  const deflated = deflater();
  let isPoolBusy = false;
  const compressed = async (bytes: Buffer): Promise<readonly Uint8Array[]> => {
    const answer = isPoolBusy ? undefined : await fromPool(deflated.blocks(bytes));
    if (answer !== undefined) return answer.value;
    isPoolBusy = true;
    return [deflateRawSync(bytes, { level: constants.Z_BEST_SPEED, finishFlush: constants.Z_FULL_FLUSH })];
  };
  return {
    piece: async (bytes) => {
      const checksum = crc32(bytes);
      const blocks = bytes.length < storedBelowBytes ? [storedBlock(bytes)] : await compressed(bytes);
      const length = blocks.reduce((sum, block) => sum + block.length, 0);
      const buffer = pool.take(length);
      let start = 0;
      for (const block of blocks) {
        buffer.set(block, start);
        start += block.length;
      }
      return new Piece(buffer.subarray(0, length), bytes.length, checksum, () => pool.give(buffer));
    },
    body: (pieces) => {
      let checksum = 0;
      let length = 0;
      for (const { plainByteLength, plainCrc32 } of pieces) {
        checksum = crc32Combine(checksum, plainCrc32, plainByteLength);
        length += plainByteLength;
      }
      return [memberStart, ...pieces.map(({ bytes }) => bytes), memberEnd(checksum, length)];
    },
    close: () => deflated.close(),
  };
}

/** Deflate, no flags, no time, fastest compression, unknown system. */
const memberStart = Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 4, 255);

function memberEnd(checksum: number, length: number): Uint8Array {
  const end = Buffer.alloc(10);
  end[0] = 3; // A last block without content.
  end.writeUInt32LE(checksum, 2);
  end.writeUInt32LE(length % 2 ** 32, 6);
  return end;
}

/** One stream for all pieces of a body, emptied and flushed after each, because each stream costs a quarter of a megabyte. */
function deflater(): { blocks(bytes: Buffer): Promise<readonly Uint8Array[]>; close(): void } {
  const stream = createDeflateRaw({ level: constants.Z_BEST_SPEED });
  let parts: Buffer[] = [];
  stream.on("data", (part: Buffer) => parts.push(part));
  const failed = new Promise<never>((_, reject) => stream.once("error", reject));
  failed.catch(() => undefined);
  return {
    async blocks(bytes) {
      parts = [];
      const flushed = new Promise<void>((resolve) => {
        stream.write(bytes);
        stream.flush(constants.Z_FULL_FLUSH, () => resolve());
      });
      await Promise.race([flushed, failed]);
      const end = Buffer.concat(parts.slice(-2).map((part) => part.subarray(-flushEnd.length)));
      if (!end.subarray(-flushEnd.length).equals(flushEnd)) throw new Error("zlib gave a part of what it was given");
      return parts;
    },
    close: () => stream.destroy(),
  };
}

/** How what was flushed ends: an empty stored block, whose lengths are 0 and not 0. */
const flushEnd = Buffer.of(0, 0, 0xff, 0xff);

function storedBlock(bytes: Buffer): Uint8Array {
  const block = Buffer.alloc(5 + bytes.length);
  block.writeUInt16LE(bytes.length, 1);
  block.writeUInt16LE(~bytes.length & 0xffff, 3);
  block.set(bytes, 5);
  return block;
}
