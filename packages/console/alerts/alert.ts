// Alerts the agent by two soft tones, and by a system notification if the agent allowed it and no
// tab of the console is visible. The settings belong to this browser. It asks for the browser's
// permission only when somebody turns notifications on.
import { myState } from '../shell/me.ts';
import { readSetting, writeSetting } from '../ui/setting.ts';
import { createStore } from '../ui/store.ts';
import { howToAlert, parseAlerts, type AlertSettings, type Happening } from './alert-rules.ts';
import { isLookedAt, isSpeaker } from './one-tab.ts';

const key = 'opportune.alerts';
const supported = 'Notification' in window;

export const alertSettings = createStore<AlertSettings>(parseAlerts(readSetting(key)));
/** Whether somebody chose in this browser what sounds. */
export const alertsChosen = createStore(readSetting(key) !== null);
/** Whether the browser forbids notifications or has none. Only its own settings can change that. */
export const notifyDenied = createStore(!supported || Notification.permission === 'denied');

export function setAlerts(change: Partial<AlertSettings>): void {
  alertSettings.update((now) => ({ ...now, ...change }));
  writeSetting(key, JSON.stringify(alertSettings.get()));
  alertsChosen.set(true);
}

/**
 * Takes over settings that another tab of this browser changes, until the returned function is
 * called.
 */
export function followAlerts(): () => void {
  const listen = (event: StorageEvent): void => {
    if (event.key === key) alertSettings.set(parseAlerts(event.newValue));
  };
  window.addEventListener('storage', listen);
  return () => window.removeEventListener('storage', listen);
}

/** Asks for the browser's permission if it is missing. Call it from a click. */
export async function setNotify(on: boolean): Promise<void> {
  const allowed = on && supported && (await Notification.requestPermission()) === 'granted';
  notifyDenied.set(!supported || Notification.permission === 'denied');
  setAlerts({ notify: allowed });
}

export interface Told {
  readonly happening: Happening;
  /** Somebody waits to speak, which sounds like a telephone. */
  readonly isCall?: boolean;
  readonly title: string;
  readonly text: string;
  /** A new notification replaces an older one about the same thing. */
  readonly about: string;
  readonly onClick: () => void;
}

/** A conversation arrives together with its first message. The two alert once. */
const togetherMs = 3000;
let before = { about: '', at: -Infinity };

/** Alerts as the settings say, from one tab of several. */
export function alertOf(told: Told): void {
  if (!isSpeaker()) return;
  const at = performance.now();
  const same = told.about === before.about && at - before.at < togetherMs;
  if (told.happening === 'message' && same) return;
  before = { about: told.about, at };
  const now = new Date();
  const minuteOfDay = now.getHours() * 60 + now.getMinutes();
  const how = howToAlert(alertSettings.get(), told.happening, {
    state: myState.get(),
    minuteOfDay,
  });
  if (how.sound) (told.isCall === true ? ringTone : chime)();
  if (how.notify) void notifyUnseen(told);
}

let audio: AudioContext | null = null;
/** Tones that have not faded. */
let sounding = 0;

/**
 * Plays two sine tones a fourth apart, the second 140 ms after the first. Silent while the browser
 * still waits for a first click. The audio stops afterwards, because silence would be
 * computed as long as the console is open.
 */
export function chime(): void {
  play([
    [587.33, 0],
    [783.99, 0.14],
  ]);
}

/** Two trills of two higher tones, as a telephone. */
export function ringTone(): void {
  play(
    [0, 0.9].flatMap((from) =>
      [0, 1, 2, 3].map((at) => [at % 2 === 0 ? 880 : 1108.73, from + at * 0.11] as const),
    ),
  );
}

/** Tones in hertz, and when each begins, s. */
function play(tones: readonly (readonly [number, number])[]): void {
  audio ??= new AudioContext();
  void audio.resume();
  const loud = 0.28 * alertSettings.get().volume;
  const start = audio.currentTime + 0.02;
  for (const [hertz, at] of tones) tone(audio, hertz, start + at, loud);
}

function tone(context: AudioContext, hertz: number, at: number, loud: number): void {
  const source = context.createOscillator();
  const volume = context.createGain();
  source.frequency.value = hertz;
  volume.gain.setValueAtTime(0, at);
  volume.gain.linearRampToValueAtTime(loud, at + 0.015);
  volume.gain.exponentialRampToValueAtTime(0.001, at + 0.3);
  source.connect(volume).connect(context.destination);
  source.start(at);
  source.stop(at + 0.32);
  sounding += 1;
  source.onended = () => {
    sounding -= 1;
    if (sounding === 0) void context.suspend();
  };
}

/** Notifies only if no tab of the console is visible. */
async function notifyUnseen({ title, text, about, onClick }: Told): Promise<void> {
  if (!supported || Notification.permission !== 'granted' || (await isLookedAt())) return;
  try {
    const shown = new Notification(title, { body: text, tag: `opportune-${about}` });
    shown.onclick = () => {
      window.focus();
      onClick();
      shown.close();
    };
  } catch {
    // Some phones offer the constructor but throw when it is called. The sound and the title
    // remain.
  }
}
