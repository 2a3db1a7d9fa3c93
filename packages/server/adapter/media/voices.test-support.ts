// Voices for the contract of media: pages of a real Chromium, each with an oscillator as its
// microphone and an analyser on each place.
import type { Page } from 'playwright-core';
import type { Voice } from '@opportune/core/contracts/media.contract.ts';
import { openBrowser } from '../../../tag/test/browser.test-support.ts';

/** Far apart, and no multiples of one another. */
const tones: Readonly<Record<string, number>> = { ann: 450, bob: 720, cy: 1030 };

export async function openVoices(): Promise<{
  readonly voices: readonly Voice[];
  close(): Promise<void>;
}> {
  const browser = await openBrowser({ flags: ['--autoplay-policy=no-user-gesture-required'] });
  const context = await browser.newContext();
  const voices = await Promise.all(
    Object.keys(tones).map(async (name) => voiceOf(name, await context.newPage())),
  );
  return { voices, close: () => browser.close() };
}

function voiceOf(name: string, page: Page): Voice {
  return {
    ...{ name, hertz: tones[name] ?? 0 },
    offer: () => page.evaluate(offerIn, { hertz: tones[name] ?? 0, places: 3 }),
    accept: (answer) => page.evaluate(acceptIn, answer),
    async hears() {
      const heard = await page.evaluate(levelsIn, Object.values(tones));
      const names = Object.keys(tones).filter((_, at) => (heard[at] ?? -Infinity) > audibleDb);
      const chords = Math.max(...(await page.evaluate(levelsIn, notes)));
      return chords > audibleDb ? [...names, 'music'] : names;
    },
  };
}

/** Of the music's chords, in Hz. No voice is near them. */
const notes = [98, 130.8, 146.8, 164.8, 196, 246.9, 293.7, 329.6];

/** A tone is at −20 dB or more. What leaks from another tone is below −80 dB. */
const audibleDb = -50;

interface Taking {
  connection?: RTCPeerConnection;
  analysers: AnalyserNode[];
}

declare global {
  interface Window {
    taking?: Taking;
  }
}

async function offerIn({ hertz, places }: { hertz: number; places: number }): Promise<string> {
  window.taking?.connection?.close();
  const audio = new AudioContext({ sampleRate: 48_000 });
  await audio.resume();
  const tone = new OscillatorNode(audio, { frequency: hertz });
  const quieter = new GainNode(audio, { gain: 0.3 });
  const microphone = new MediaStreamAudioDestinationNode(audio);
  tone.connect(quieter).connect(microphone);
  tone.start();
  const connection = new RTCPeerConnection({ bundlePolicy: 'max-bundle' });
  const [track] = microphone.stream.getAudioTracks();
  if (track) connection.addTransceiver(track, { direction: 'sendonly' });
  for (let at = 0; at < places; at += 1)
    connection.addTransceiver('audio', { direction: 'recvonly' });
  const taking: Taking = { connection, analysers: [] };
  window.taking = taking;
  connection.ontrack = ({ track: heard }) => {
    const stream = new MediaStream([heard]);
    // Chromium passes a remote track on only while an element plays it.
    const element = Object.assign(new Audio(), { srcObject: stream, muted: true });
    void element.play();
    const analyser = new AnalyserNode(audio, { fftSize: 4096, smoothingTimeConstant: 0 });
    new MediaStreamAudioSourceNode(audio, { mediaStream: stream }).connect(analyser);
    taking.analysers.push(analyser);
  };
  const offer = await connection.createOffer();
  await connection.setLocalDescription(offer);
  return offer.sdp ?? '';
}

async function acceptIn(answer: string): Promise<void> {
  await window.taking?.connection?.setRemoteDescription({ type: 'answer', sdp: answer });
}

/** The level of each tone in all places together, in dB. */
function levelsIn(hertz: readonly number[]): number[] {
  const analysers = window.taking?.analysers ?? [];
  return hertz.map((each) =>
    Math.max(
      ...analysers.map((analyser) => {
        const levels = new Float32Array(analyser.frequencyBinCount);
        analyser.getFloatFrequencyData(levels);
        const bin = Math.round((each * analyser.fftSize) / analyser.context.sampleRate);
        return Math.max(...levels.slice(bin - 1, bin + 2));
      }),
    ),
  );
}
