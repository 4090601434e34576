// Guards the way in: what is no frame of the protocol never reaches the library. It knows lengths,
// not packets.
import { Transform } from 'node:stream';

// Longer lengths are garbage, and must not pass: the library keeps whatever a length announces, and
// with a negative one it never comes back.
const lengthBytesMax = 3;
// Far more than a client has to say. The library inflates a frame whatever comes out of it, a
// thousandfold at worst: this many bytes to some tens of megabytes, not to gigabytes.
const frameBytesMax = 65_535;

/** Passes bytes on while they are frames; fails at the first length that no client sends. */
export function frameGuard(): Transform {
  let missing = 0;
  let length = 0;
  let lengthBytes = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      let at = 0;
      while (at < chunk.length) {
        if (missing > 0) {
          const taken = Math.min(missing, chunk.length - at);
          missing -= taken;
          at += taken;
          continue;
        }
        const byte = chunk.readUInt8(at);
        at += 1;
        length |= (byte & 0x7f) << (7 * lengthBytes);
        lengthBytes += 1;
        const isWhole = byte < 0x80;
        if (isWhole ? length > frameBytesMax : lengthBytes === lengthBytesMax) {
          done(new Error('a frame longer than any client sends'));
          return;
        }
        if (!isWhole) continue;
        missing = length;
        length = 0;
        lengthBytes = 0;
      }
      done(null, chunk);
    },
  });
}
