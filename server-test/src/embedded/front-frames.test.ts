// The guard of the way in, alone: what it passes on and where it stops.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { frameGuard } from './front-frames.ts';

/** A packet as it travels: its length in groups of seven bits, then its bytes. */
function frame(bytes: Uint8Array): Buffer {
  const length: number[] = [];
  for (let rest = bytes.length; ; rest >>>= 7) {
    length.push(rest >= 0x80 ? (rest & 0x7f) | 0x80 : rest);
    if (rest < 0x80) return Buffer.concat([Uint8Array.from(length), bytes]);
  }
}

/** What comes out of a guard that gets these chunks; rejects as it fails. */
async function through(chunks: readonly Uint8Array[]): Promise<Buffer> {
  const guard = frameGuard();
  const passed = guard.toArray();
  for (const chunk of chunks) guard.write(chunk);
  guard.end();
  return Buffer.concat((await passed) as Buffer[]);
}

/** Bytes in pieces of this size. */
function cut(bytes: Buffer, size: number): Buffer[] {
  const starts = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) => index * size);
  return starts.map((start) => bytes.subarray(start, start + size));
}

describe('frameGuard', () => {
  const packets = fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 8 });
  const tooLong = fc.constantFrom('808004', '808080', 'ffffffff07', 'fbffffff0f');

  test('passes frames on as they came, however they are cut', async () => {
    await fc.assert(
      fc.asyncProperty(packets, fc.integer({ min: 1, max: 64 }), async (contents, size) => {
        const bytes = Buffer.concat(contents.map(frame));
        expect(await through(cut(bytes, size))).toEqual(bytes);
      }),
      { numRuns: 200 },
    );
  });

  test('passes the longest frame on', async () => {
    const bytes = frame(new Uint8Array(65_535));
    expect(await through([bytes])).toEqual(bytes);
  });

  test('fails at a length that no client sends, behind whatever frames', async () => {
    await fc.assert(
      fc.asyncProperty(packets, tooLong, fc.integer({ min: 1, max: 64 }), async (...given) => {
        const [contents, length, size] = given;
        const bytes = Buffer.concat([...contents.map(frame), Buffer.from(length, 'hex')]);
        await expect(through(cut(bytes, size))).rejects.toThrow('longer than any client sends');
      }),
      { numRuns: 200 },
    );
  });
});
