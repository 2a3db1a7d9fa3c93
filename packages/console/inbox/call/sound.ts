// The sound of this agent's call in this tab: microphone, connection and loudspeaker. Another tab may
// have it instead; call-store.ts decides. The microphone is asked for only after a click.
import type { IceServer } from '@opportune/protocol/conversation/spoken.ts';
import { createStore } from '../../ui/store.ts';

/** Places for other voices: two customers or colleagues, and room for more. */
const places = 4;
const levelMs = 100;
const statsMs = 3_000;
/** How long a connection may take, and how long a gap in it may last before it is replaced. */
const connectMs = 8_000;
const gapMs = 2_500;
/** More is heard. */
const weak = { lost: 0.05, roundTripS: 0.4 };

/** How loud the microphone is, 0 to 1. */
export const level = createStore(0);
/** The line is so weak that it is heard. */
export const isWeak = createStore(false);
export const devices = createStore<readonly MediaDeviceInfo[]>([]);

export type MicrophoneFault = 'refused' | 'missing' | 'insecure';

interface Sound {
  stream: MediaStream;
  connection: RTCPeerConnection | null;
  unwatch: () => void;
  readonly context: AudioContext;
  analyser: AnalyserNode;
  readonly heard: Set<HTMLAudioElement>;
  readonly timers: readonly ReturnType<typeof setInterval>[];
  speaker: string;
  lostBefore: { readonly lost: number; readonly received: number };
}

let sound: Sound | null = null;

export function hasSound(): boolean {
  return sound !== null;
}

/** Null once the microphone is open, or why it is not. */
export async function openMicrophone(device?: string): Promise<MicrophoneFault | null> {
  if (!('mediaDevices' in navigator)) return 'insecure';
  try {
    const chosen = device === undefined ? {} : { deviceId: { exact: device } };
    const stream = await navigator.mediaDevices.getUserMedia({ audio: { ...chosen } });
    if (sound === null) begin(stream);
    else await exchange(sound, stream);
    devices.set(await navigator.mediaDevices.enumerateDevices());
    return null;
  } catch (error) {
    return error instanceof DOMException && error.name === 'NotAllowedError'
      ? 'refused'
      : 'missing';
  }
}

/** Whether opening it asks nobody. Some browsers do not say. */
export async function isMicrophoneAllowed(): Promise<boolean> {
  try {
    return (await navigator.permissions.query({ name: 'microphone' })).state === 'granted';
  } catch {
    return false;
  }
}

/** The microphone that is used. */
export function microphone(): string | undefined {
  return sound?.stream.getAudioTracks()[0]?.getSettings().deviceId;
}

export function speaker(): string {
  return sound?.speaker ?? '';
}

export function useSpeaker(device: string): void {
  if (sound === null) return;
  sound.speaker = device;
  for (const element of sound.heard) void element.setSinkId(device);
}

/** Whether it has a connection that works. */
export function isConnected(): boolean {
  return sound?.connection?.connectionState === 'connected';
}

/** Begins a new connection, and returns its offer. `broke`: it failed, or did not come about. */
export async function offer(ice: readonly IceServer[], broke: () => void): Promise<string | null> {
  const mine = sound;
  const [track] = mine?.stream.getAudioTracks() ?? [];
  if (mine === null || track === undefined) return null;
  hush(mine);
  const iceServers = ice.map(({ urls, ...rest }) => ({ ...rest, urls: [...urls] }));
  const connection = new RTCPeerConnection({ bundlePolicy: 'max-bundle', iceServers });
  mine.connection = connection;
  connection.addTransceiver(track, { direction: 'sendonly' });
  for (let at = 0; at < places; at += 1)
    connection.addTransceiver('audio', { direction: 'recvonly' });
  connection.ontrack = ({ track: heard }) => play(mine, heard);
  mine.unwatch = watch(connection, broke);
  const made = await connection.createOffer();
  await connection.setLocalDescription(made);
  return made.sdp ?? null;
}

/** A short gap heals by itself. Returns how to stop. */
function watch(connection: RTCPeerConnection, broke: () => void): () => void {
  let late = setTimeout(broke, connectMs);
  connection.onconnectionstatechange = () => {
    clearTimeout(late);
    const { connectionState } = connection;
    if (connectionState === 'failed') broke();
    if (connectionState === 'connecting') late = setTimeout(broke, connectMs);
    if (connectionState === 'disconnected') late = setTimeout(broke, gapMs);
  };
  return () => {
    connection.onconnectionstatechange = null;
    clearTimeout(late);
  };
}

export async function accept(sdp: string): Promise<void> {
  await sound?.connection?.setRemoteDescription({ type: 'answer', sdp });
}

/** Beside the server, which also stops passing it on. */
export function silenceMicrophone(isMuted: boolean): void {
  for (const track of sound?.stream.getAudioTracks() ?? []) track.enabled = !isMuted;
}

export function stopSound(): void {
  if (sound === null) return;
  for (const timer of sound.timers) clearInterval(timer);
  hush(sound);
  for (const track of sound.stream.getTracks()) track.stop();
  void sound.context.close();
  sound = null;
  level.set(0);
  isWeak.set(false);
}

function begin(stream: MediaStream): void {
  const context = new AudioContext();
  sound = {
    ...{ stream, connection: null, unwatch() {}, context, analyser: analyse(context, stream) },
    ...{ heard: new Set(), speaker: '', lostBefore: { lost: 0, received: 0 } },
    timers: [setInterval(listen, levelMs), setInterval(() => void look(), statsMs)],
  };
}

async function exchange(mine: Sound, stream: MediaStream): Promise<void> {
  const [track] = stream.getAudioTracks();
  const [former] = mine.stream.getAudioTracks();
  if (track === undefined) return;
  track.enabled = former?.enabled ?? true;
  await mine.connection?.getSenders()[0]?.replaceTrack(track);
  former?.stop();
  mine.stream = stream;
  mine.analyser = analyse(mine.context, stream);
}

function analyse(context: AudioContext, stream: MediaStream): AnalyserNode {
  void context.resume();
  const analyser = context.createAnalyser();
  analyser.fftSize = 512;
  context.createMediaStreamSource(stream).connect(analyser);
  return analyser;
}

function play(mine: Sound, heard: MediaStreamTrack): void {
  const element = new Audio();
  element.srcObject = new MediaStream([heard]);
  if (mine.speaker !== '') void element.setSinkId(mine.speaker);
  void element.play().catch(() => undefined);
  mine.heard.add(element);
}

function hush(mine: Sound): void {
  mine.unwatch();
  mine.connection?.close();
  mine.connection = null;
  mine.lostBefore = { lost: 0, received: 0 };
  for (const element of mine.heard) element.srcObject = null;
  mine.heard.clear();
}

function listen(): void {
  if (sound === null) return;
  const wave = new Float32Array(sound.analyser.fftSize);
  sound.analyser.getFloatTimeDomainData(wave);
  const power = wave.reduce((sum, each) => sum + each * each, 0) / wave.length;
  // Speech is between −50 and −10 dB.
  const loud = (10 * Math.log10(power + 1e-9) + 50) / 40;
  level.set(Math.round(Math.min(1, Math.max(0, loud)) * 10) / 10);
}

async function look(): Promise<void> {
  const mine = sound;
  if (mine?.connection == null) return;
  const report = await mine.connection.getStats();
  let [lost, received, roundTripS] = [0, 0, 0];
  report.forEach((each: Record<string, unknown>) => {
    if (each['type'] === 'inbound-rtp') {
      lost += Number(each['packetsLost'] ?? 0);
      received += Number(each['packetsReceived'] ?? 0);
    }
    if (each['type'] === 'candidate-pair' && each['nominated'] === true)
      roundTripS = Number(each['currentRoundTripTime'] ?? 0);
  });
  const newLost = lost - mine.lostBefore.lost;
  const newAll = newLost + received - mine.lostBefore.received;
  mine.lostBefore = { lost, received };
  isWeak.set(roundTripS > weak.roundTripS || (newAll > 20 && newLost / newAll > weak.lost));
}
