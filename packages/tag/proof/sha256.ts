// SHA-256 of whole blocks, for a proof of work. The browser's own returns a promise for each hash,
// which is slower for short texts, and does not exist on pages without TLS.

const at = (words: ArrayLike<number>, index: number): number => words[index] ?? 0;
const turn = (word: number, by: number): number => (word >>> by) | (word << (32 - by));
const fraction = (of: number): number => ((of % 1) * 2 ** 32) | 0;

const primes: number[] = [];
for (let each = 2; primes.length < 64; each += 1)
  if (primes.every((prime) => each % prime)) primes.push(each);

const constants = Int32Array.from(primes, (prime) => fraction(prime ** (1 / 3)));
/** The state before the first block. */
export const beginning = Int32Array.from(primes.slice(0, 8), (prime) => fraction(prime ** 0.5));

/** The words of all rounds from those of a block. */
function spread(block: ArrayLike<number>, words: Int32Array): void {
  for (let index = 0; index < 16; index += 1) words[index] = at(block, index);
  for (let index = 16; index < 64; index += 1) {
    const near = at(words, index - 2);
    const far = at(words, index - 15);
    const one = turn(near, 17) ^ turn(near, 19) ^ (near >>> 10);
    const other = turn(far, 7) ^ turn(far, 18) ^ (far >>> 3);
    words[index] = at(words, index - 16) + other + at(words, index - 7) + one;
  }
}

/** Returns a function that writes into `into` the state after one more block of 16 words. */
export function createHashing() {
  const words = new Int32Array(64);
  return (state: Int32Array, block: ArrayLike<number>, into: Int32Array): void => {
    spread(block, words);
    hash(state, words, into);
  };
}

function hash(state: Int32Array, words: Int32Array, into: Int32Array): void {
  let [a, b, c, d] = [at(state, 0), at(state, 1), at(state, 2), at(state, 3)];
  let [e, f, g, h] = [at(state, 4), at(state, 5), at(state, 6), at(state, 7)];
  for (let index = 0; index < 64; index += 1) {
    const one = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25);
    const first = h + one + ((e & f) ^ (~e & g)) + at(constants, index) + at(words, index);
    const other = turn(a, 2) ^ turn(a, 13) ^ turn(a, 22);
    const second = other + ((a & b) ^ (a & c) ^ (b & c));
    h = g;
    g = f;
    f = e;
    e = (d + first) | 0;
    d = c;
    c = b;
    b = a;
    a = (first + second) | 0;
  }
  into.set([a, b, c, d, e, f, g, h].map((word, index) => word + at(state, index)));
}
