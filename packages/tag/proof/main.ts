// Solves a challenge of the server, required of each conversation while many are being begun
// (protocol/proof-of-work.ts). It searches in slices of a few milliseconds, so that the page stays
// responsive: many pages' policies would refuse a worker, and report it.
import type { Proof, ProofChallenge } from '@opportune/protocol/proof-of-work.ts';
import { beginning, createHashing } from './sha256.ts';

const parts = 8;
const sliceMs = 4;
/** Tries between two checks of the time. */
const tries = 128;
/** Bits of the 72 bytes that are hashed. */
const lengthBits = 576;

/** Finds a counter for each part. Takes about 50 ms to a few seconds, without blocking the page. */
export async function prove({ challenge, bits }: ProofChallenge): Promise<Proof> {
  const state = new Int32Array(8);
  const hashBlock = createHashing();
  hashBlock(beginning, challengeWords(challenge), state);
  const hash = new Int32Array(8);
  const counters: number[] = [];
  const zeroBits = (block: Int32Array): number => {
    hashBlock(state, block, hash);
    return Math.clz32(hash[0] ?? 0);
  };
  for (let part = 0; part < parts; part += 1) counters.push(await search(zeroBits, part, bits));
  return { challenge, counters };
}

/** `zeroBits`: the leading zero bits that the hash of a block must have. */
async function search(
  zeroBits: (block: Int32Array) => number,
  part: number,
  bits: number,
): Promise<number> {
  const block = new Int32Array(16);
  block[0] = part;
  block[2] = 1 << 31;
  block[15] = lengthBits;
  let until = performance.now() + sliceMs;
  for (let counter = 0; ; counter += 1) {
    block[1] = counter;
    if (zeroBits(block) >= bits) return counter;
    if (counter % tries || performance.now() < until) continue;
    await pause();
    until = performance.now() + sliceMs;
  }
}

/** Yields to the page. Timers would be slowed down in a hidden tab. */
function pause(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(0);
  });
}

/** The block that the challenge is padded to. */
function challengeWords(challenge: string): readonly number[] {
  const codes = [...challenge.padEnd(64, '.')].map((sign) => sign.charCodeAt(0));
  return Array.from({ length: 16 }, (_, word) =>
    codes.slice(4 * word, 4 * word + 4).reduce((bytes, code) => (bytes << 8) | code, 0),
  );
}
