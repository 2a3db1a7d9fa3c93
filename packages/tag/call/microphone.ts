// The microphone: asked for only after a click, or where it is granted already. A refusal becomes one
// of the troubles that the window explains.
import type { Trouble } from './scene.ts';

const wanted = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };

/** Neither: it is no longer wanted. */
export interface Opened {
  readonly stream: MediaStream | null;
  readonly trouble: Trouble | null;
}

/** `device`: null for the browser's own choice. */
export async function openMicrophone(device: string | null): Promise<Opened> {
  try {
    const audio = device ? { ...wanted, deviceId: { exact: device } } : wanted;
    return { stream: await navigator.mediaDevices.getUserMedia({ audio }), trouble: null };
  } catch (error) {
    return { stream: null, trouble: await troubleOf(error) };
  }
}

async function troubleOf(error: unknown): Promise<Trouble> {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  if (name === 'NotFoundError' || name === 'OverconstrainedError') return 'missing';
  if (name === 'NotReadableError' || name === 'AbortError') return 'busy';
  if (/system/i.test(message)) return 'system';
  return (await permission()) === 'prompt' ? 'dismissed' : 'denied';
}

/** Null: the browser does not say. */
export async function permission(): Promise<PermissionState | null> {
  try {
    return (await navigator.permissions.query({ name: 'microphone' })).state;
  } catch {
    return null;
  }
}

export interface Devices {
  readonly microphones: readonly MediaDeviceInfo[];
  /** None if the browser does not let the page choose. */
  readonly speakers: readonly MediaDeviceInfo[];
}

/** They have names only while the microphone is allowed. */
export async function listDevices(): Promise<Devices> {
  const found = await navigator.mediaDevices.enumerateDevices().catch(() => []);
  const of = (kind: MediaDeviceKind) =>
    found.filter((device) => device.kind === kind && device.deviceId);
  const chooses = 'setSinkId' in HTMLMediaElement.prototype;
  return { microphones: of('audioinput'), speakers: chooses ? of('audiooutput') : [] };
}

export function stop(stream: MediaStream | null): void {
  for (const track of stream?.getTracks() ?? []) track.stop();
}
