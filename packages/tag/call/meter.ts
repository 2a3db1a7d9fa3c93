// The levels of both sides, ten times a second while the page is visible, and never if the visitor
// asked for less motion. It writes two variables of style and lays out nothing.

const everyMs = 90;

interface Levels {
  /** The microphone. */
  readonly stream: MediaStream;
  heard(): number;
}

/** `--said` and `--heard` on the element, 0 to 1. Returns how to stop. */
export function showLevels(element: HTMLElement, { stream, heard }: Levels): () => void {
  if (matchMedia('(prefers-reduced-motion:reduce)').matches) return () => {};
  const said = listenTo(stream);
  const every = setInterval(() => {
    if (document.hidden) return;
    element.style.setProperty('--said', said.level().toFixed(2));
    element.style.setProperty('--heard', shown(heard()).toFixed(2));
  }, everyMs);
  return () => {
    clearInterval(every);
    said.stop();
  };
}

/** Quiet speech fills a third, loud speech all of it. */
const shown = (amplitude: number): number => Math.min(1, Math.sqrt(amplitude) * 1.6);

function listenTo(stream: MediaStream) {
  try {
    const audio = new AudioContext();
    const analyser = new AnalyserNode(audio, { fftSize: 512 });
    new MediaStreamAudioSourceNode(audio, { mediaStream: stream }).connect(analyser);
    const wave = new Float32Array(analyser.fftSize);
    return {
      level() {
        analyser.getFloatTimeDomainData(wave);
        return shown(Math.sqrt(wave.reduce((sum, each) => sum + each * each, 0) / wave.length));
      },
      stop: () => void audio.close(),
    };
  } catch {
    // No sound system: the call goes on without a meter.
    return { level: () => 0, stop: () => {} };
  }
}
