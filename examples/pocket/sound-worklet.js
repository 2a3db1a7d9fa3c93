// The sound of a telephone inside a page: the microphone becomes µ-law of 8 kHz, 20 ms at a time, and what
// arrives so is played. The page filters both to a telephone's band, so that nothing folds over.
const rate = 8000;
const frame = 160;
/** Samples that wait before they are played, and the most that may. */
const [fewest, most] = [rate * 0.06, rate * 0.4];

/** By the steps of ITU-T G.711. */
function encoded(sample) {
  const size = Math.min(Math.abs(Math.round(sample * 32_768)), 32_635) + 132;
  let segment = 7;
  for (let mask = 0x4000; segment > 0 && (size & mask) === 0; mask >>= 1) segment -= 1;
  return 255 - ((sample < 0 ? 128 : 0) + segment * 16 + ((size >> (segment + 3)) & 15));
}

function decoded(byte) {
  const code = 255 - byte;
  const size = (((2 * (code & 15) + 33) << ((code >> 4) & 7)) - 33) * 4;
  return (code >= 128 ? -size : size) / 32_768;
}

class Telephone extends AudioWorkletProcessor {
  #spoken = new Uint8Array(frame);
  #count = 0;
  /** Where the next sample lies between those of the microphone. */
  #at = 0;
  #last = 0;
  #heard = [];
  #from = 0;
  #isPlaying = false;

  constructor() {
    super();
    this.port.onmessage = ({ data }) => this.#take(data);
  }

  process([[microphone] = []], [[speaker] = []]) {
    if (microphone !== undefined) this.#speak(microphone);
    if (speaker !== undefined) this.#play(speaker);
    return true;
  }

  #speak(samples) {
    const step = sampleRate / rate;
    for (; this.#at < samples.length; this.#at += step) {
      const before = Math.floor(this.#at);
      const [one, next] = [before === 0 ? this.#last : samples[before - 1], samples[before]];
      this.#spoken[this.#count] = encoded(one + (next - one) * (this.#at - before));
      this.#count += 1;
      if (this.#count === frame) this.#send();
    }
    this.#at -= samples.length;
    this.#last = samples.at(-1) ?? 0;
  }

  #send() {
    this.#count = 0;
    this.port.postMessage(this.#spoken);
    this.#spoken = new Uint8Array(frame);
  }

  #take(bytes) {
    for (const byte of bytes) this.#heard.push(decoded(byte));
    if (this.#heard.length > most) this.#heard.splice(0, this.#heard.length - fewest * 2);
    if (this.#heard.length >= fewest) this.#isPlaying = true;
  }

  #play(samples) {
    if (!this.#isPlaying) return samples.fill(0);
    const step = rate / sampleRate;
    for (let at = 0; at < samples.length; at += 1, this.#from += step) {
      const before = Math.floor(this.#from);
      const one = this.#heard[before] ?? 0;
      samples[at] = one + ((this.#heard[before + 1] ?? one) - one) * (this.#from - before);
    }
    this.#heard.splice(0, Math.floor(this.#from));
    this.#from %= 1;
    if (this.#heard.length === 0) this.#isPlaying = false;
  }
}

registerProcessor('telephone', Telephone);
