// The other side of a visitor's call: the server's frames, the product's own media host, and an agent
// who is a page with a tone for a voice. The visitor's page has a tone too, and tells what it hears.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { CallId, LegId } from '@opportune/protocol/ids.ts';
import { createMediaHost, type MediaHost } from '@opportune/server/adapter/media/media-host.ts';
import type { Frame, ServerFrame, VisitorFrame } from '../wire.ts';
import type { Desk } from './chat.test-support.ts';
import type { Peer } from './peer.test-support.ts';

type SpokenCall = Frame<'call'>['call'];
type Over = Frame<'call.over'>['reason'];

export const callFlags = [
  '--autoplay-policy=no-user-gesture-required',
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
];

/** The voice of each, in Hz. */
export const tones = { visitor: 450, agent: 720, manager: 1130, colleague: 1570 } as const;
const legs = { visitor: 'leg-visitor' as LegId, agent: 'leg-agent' as LegId };

export interface CallDesk {
  /** Null: there is none. */
  call(): SpokenCall | null;
  /** The agent proposes to speak. */
  propose(): void;
  /** The agent accepts, or joins again. */
  accept(): Promise<void>;
  change(change: Partial<SpokenCall>): void;
  end(reason: Over, spokeS?: number | null): void;
  /** The voices that the page of the agent hears. */
  agentHears(): Promise<boolean>;
  /** The media host ends at once. */
  kill(): void;
  close(): Promise<void>;
  /** Offers get no answer. */
  deaf: boolean;
}

/** The agent of all calls of a file, and the media host. Neither starts before a call needs it. */
export interface CallGround {
  readonly media: MediaHost;
  /** Of the agent, in a browser profile of their own. */
  agent(browser: Browser): Promise<Page>;
  nextCall(): CallId;
  close(): Promise<void>;
}

/** Secure, as only such pages have a microphone. */
const agentUrl = 'http://127.0.0.1/agent';

export function openCallGround(): CallGround {
  const folder = mkdtempSync(path.join(tmpdir(), 'opportune-calls-'));
  const media = createMediaHost({ ports: null, address: null, isLoopback: true }, folder);
  let page: Promise<Page> | undefined;
  let count = 0;
  return {
    media,
    agent: (browser) => (page ??= agentPage(browser)),
    nextCall: () => `call-${(count += 1)}` as CallId,
    async close() {
      await media.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function agentPage(browser: Browser): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await addVoice(page, tones.agent);
  const body = '<!doctype html><title>Agent</title>';
  await page.route(agentUrl, (route) => route.fulfill({ contentType: 'text/html', body }));
  await page.goto(agentUrl);
  return page;
}

/** Answers the frames of calls; the desk answers the others. The agent is in the same browser. */
export function openCalls(
  peer: Peer,
  desk: Desk,
  { media, agent, nextCall }: CallGround,
  browser: Browser,
): CallDesk {
  let call: SpokenCall | null = null;
  let id = nextCall();
  const { answer } = peer;
  const tell = (): void => {
    if (call) peer.send({ type: 'call', call, at: Date.now() });
  };
  const change = (changed: Partial<SpokenCall>): void => {
    if (call) call = { ...call, ...changed };
    tell();
  };
  const begin = (state: SpokenCall['state']): void => {
    const empty = {
      isMuted: false,
      recording: 'off' as const,
      connectedAt: null,
      carrier: null,
      ice: [],
    };
    id = nextCall();
    call = { ...empty, id, conversation: desk.conversation.id, state };
    tell();
  };
  const route = () =>
    media.route(id, [
      { from: legs.visitor, to: legs.agent },
      { from: legs.agent, to: legs.visitor },
    ]);
  const joined = new Set<string>();
  const unfollow = media.follow((event) => {
    if (event.type === 'ended') {
      joined.clear();
      return change({ state: 'lost' });
    }
    if (event.call !== id) return;
    if (event.type !== 'lost' && event.type !== 'connected') return;
    if (event.type === 'lost') joined.delete(event.leg);
    else joined.add(event.leg);
    if (event.leg === legs.visitor && event.type === 'lost') return change({ state: 'lost' });
    if (joined.size === 2)
      change({ state: 'connected', connectedAt: call?.connectedAt ?? Date.now() });
  });
  const end = (reason: Over, spokeS: number | null = null): void => {
    if (!call) return;
    const { conversation } = call;
    call = null;
    peer.send({ type: 'call.over', call: id, conversation, reason, spokeS });
    for (const leg of Object.values(legs)) void media.leave({ call: id, leg });
  };
  const take = async (frame: VisitorFrame, send: (frame: ServerFrame) => void): Promise<void> => {
    if (frame.type === 'call.propose') return begin('asking');
    if (frame.type === 'call.accept') return change({ state: 'connecting' });
    if (frame.type === 'call.leave') return end(call?.connectedAt ? 'hung-up' : 'cancelled');
    if (frame.type === 'call.failed') return end('unreachable');
    if (frame.type === 'call.mute') return change({ isMuted: frame.isMuted });
    if (frame.type === 'chat.resume') tell();
    if (frame.type !== 'call.offer' || calls.deaf) return answer(frame, send);
    const sdp = await media.join({ call: id, leg: legs.visitor }, frame.sdp);
    const { carrier } = frame;
    change({ carrier });
    if (sdp !== null) peer.send({ type: 'call.answer', call: id, carrier, sdp });
    await route();
  };
  peer.answer = (frame, send) => void take(frame, send);
  const calls: CallDesk = {
    deaf: false,
    call: () => call,
    propose: () => begin('asked'),
    change,
    end,
    async accept() {
      const page = await agent(browser);
      const offer = await page.evaluate(offerIn);
      const sdp = await media.join({ call: id, leg: legs.agent }, offer);
      await page.evaluate(acceptIn, sdp ?? '');
      await route();
      if (call?.state === 'asking') change({ state: 'connecting' });
    },
    agentHears: async () => hears(await agent(browser), 'visitor'),
    kill() {
      const pid = media.pid();
      if (pid !== null) process.kill(pid, 'SIGKILL');
    },
    async close() {
      unfollow();
      await Promise.all(Object.values(legs).map((leg) => media.leave({ call: id, leg })));
    },
  };
  return calls;
}

/** Call before the page is opened: its microphone is a tone, and each opening of it is counted. */
export async function addVoice(
  page: Page | BrowserContext,
  hertz: number = tones.visitor,
): Promise<void> {
  await page.addInitScript((frequency: number) => {
    const heard: AnalyserNode[] = [];
    const told = { openings: 0, refuses: '', heard };
    Reflect.set(window, 'voice', told);
    const audio = new AudioContext({ sampleRate: 48_000 });
    const devices = navigator.mediaDevices;
    if (!devices) return;
    devices.getUserMedia = async () => {
      told.openings += 1;
      if (told.refuses) throw new DOMException('Permission denied', told.refuses);
      await audio.resume();
      const tone = new OscillatorNode(audio, { frequency });
      const quieter = new GainNode(audio, { gain: 0.3 });
      const microphone = new MediaStreamAudioDestinationNode(audio);
      tone.connect(quieter).connect(microphone);
      tone.start();
      return microphone.stream;
    };
    const Native = RTCPeerConnection;
    window.RTCPeerConnection = class extends Native {
      constructor(options?: RTCConfiguration) {
        super(options);
        this.addEventListener('track', ({ track }) => {
          const mediaStream = new MediaStream([track]);
          const analyser = new AnalyserNode(audio, { fftSize: 4096, smoothingTimeConstant: 0 });
          new MediaStreamAudioSourceNode(audio, { mediaStream }).connect(analyser);
          void audio.resume();
          heard.push(analyser);
        });
      }
    };
  }, hertz);
}

/** Whether the page hears the other one now. */
export async function hears(page: Page, who: keyof typeof tones = 'agent'): Promise<boolean> {
  return (await page.evaluate(levelIn, [tones[who]])) > audibleDb;
}

/** Whether the page hears the music now: one of its chords' notes, which no voice is near. */
export async function hearsMusic(page: Page): Promise<boolean> {
  const notes = [98, 130.8, 146.8, 164.8, 196, 246.9, 293.7, 329.6];
  return (await page.evaluate(levelIn, notes)) > audibleDb;
}

const audibleDb = -50;

/** The level of the loudest of these frequencies, in dB. */
function levelIn(frequencies: readonly number[]): number {
  const { heard } = Reflect.get(window, 'voice') as { heard: AnalyserNode[] };
  const loudest = heard.flatMap((analyser) => {
    const levels = new Float32Array(analyser.frequencyBinCount);
    analyser.getFloatFrequencyData(levels);
    return frequencies.map((hertz) => {
      const bin = Math.round((hertz * analyser.fftSize) / analyser.context.sampleRate);
      return Math.max(...levels.slice(bin - 1, bin + 2));
    });
  });
  return Math.max(-Infinity, ...loudest);
}

async function offerIn(): Promise<string> {
  const former = Reflect.get(window, 'connection') as RTCPeerConnection | undefined;
  former?.close();
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  const connection = new RTCPeerConnection({ bundlePolicy: 'max-bundle' });
  Reflect.set(window, 'connection', connection);
  const [track] = stream.getAudioTracks();
  if (track) connection.addTransceiver(track, { direction: 'sendonly' });
  for (let at = 0; at < 3; at += 1) connection.addTransceiver('audio', { direction: 'recvonly' });
  connection.addEventListener('track', ({ track: heard }) => {
    // Chromium passes a voice on only while an element plays it.
    const srcObject = new MediaStream([heard]);
    void Object.assign(new Audio(), { srcObject, muted: true }).play();
  });
  const offer = await connection.createOffer();
  await connection.setLocalDescription(offer);
  return offer.sdp ?? '';
}

async function acceptIn(sdp: string): Promise<void> {
  const connection = Reflect.get(window, 'connection') as RTCPeerConnection;
  await connection.setRemoteDescription({ type: 'answer', sdp });
}
