// The microphone and the loudspeaker of a call.

/** The highest tone of a telephone, in Hz. */
const band = 3400;
// Some browsers know their voices only after they were asked once.
globalThis.speechSynthesis?.getVoices();
const asked = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };

/**
 * Asks for the microphone. Call it after a click. `spoken` is called with each 20 ms of µ-law.
 * Rejects as `getUserMedia` does.
 */
export async function openSound(spoken) {
  const context = new AudioContext();
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: asked });
    await context.resume();
    await context.audioWorklet.addModule('/pocket/sound-worklet.js');
    const telephone = new AudioWorkletNode(context, 'telephone', { outputChannelCount: [1] });
    const filters = Array.from(
      { length: 4 },
      () => new BiquadFilterNode(context, { type: 'lowpass', frequency: band }),
    );
    const [one, two, three, four] = filters;
    new MediaStreamAudioSourceNode(context, { mediaStream: stream }).connect(one);
    one.connect(two).connect(telephone).connect(three).connect(four).connect(context.destination);
    telephone.port.onmessage = ({ data }) => spoken(data);
    return {
      play: (bytes) => telephone.port.postMessage(bytes),
      mute(isMuted) {
        for (const track of stream.getAudioTracks()) track.enabled = !isMuted;
      },
      close() {
        for (const track of stream.getTracks()) track.stop();
        void context.close();
      },
    };
  } catch (error) {
    void context.close();
    throw error;
  }
}

/** Says a sentence, by a voice of this machine only. Resolves once it was said, or read. */
export function say(text, language) {
  const voice = globalThis.speechSynthesis
    ?.getVoices()
    .find(
      ({ lang, localService }) => localService && lang.startsWith((language ?? 'en').slice(0, 2)),
    );
  if (voice === undefined)
    return new Promise((resolve) => setTimeout(resolve, Math.min(8000, 600 + text.length * 55)));
  return new Promise((resolve) => {
    const words = Object.assign(new SpeechSynthesisUtterance(text), { voice, lang: voice.lang });
    words.addEventListener('end', resolve);
    words.addEventListener('error', resolve);
    speechSynthesis.speak(words);
  });
}

export function hush() {
  globalThis.speechSynthesis?.cancel();
}
