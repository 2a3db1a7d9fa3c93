// Makes itself heard: two soft tones made on the spot, and a notification of the system where the person
// allowed it and does not look. How and when are settings of this browser; the browser's leave is asked
// for only where somebody switches notifications on.
import { myState } from '../shell/me.ts';
import { readSetting, writeSetting } from '../ui/setting.ts';
import { createStore } from '../ui/store.ts';
import { howToAlert, parseAlerts, type AlertSettings, type Happening } from './alert-rules.ts';
import { isLookedAt, isSpeaker } from './one-tab.ts';

const key = 'opportune.alerts';
const supported = 'Notification' in window;

export const alertSettings = createStore<AlertSettings>(parseAlerts(readSetting(key)));
/** The browser forbids notifications; only its own settings can change that. */
export const notifyDenied = createStore(!supported || Notification.permission === 'denied');

export function setAlerts(change: Partial<AlertSettings>): void {
  alertSettings.update((now) => ({ ...now, ...change }));
  writeSetting(key, JSON.stringify(alertSettings.get()));
}

/** What another tab of this browser has set counts here. */
export function followAlerts(): () => void {
  const listen = (event: StorageEvent): void => {
    if (event.key === key) alertSettings.set(parseAlerts(event.newValue));
  };
  window.addEventListener('storage', listen);
  return () => window.removeEventListener('storage', listen);
}

/** Asks the browser's leave where it has not been given; to be called on a click. */
export async function setNotify(on: boolean): Promise<void> {
  const allowed = on && supported && (await Notification.requestPermission()) === 'granted';
  notifyDenied.set(!supported || Notification.permission === 'denied');
  setAlerts({ notify: allowed });
}

export interface Told {
  readonly happening: Happening;
  readonly title: string;
  readonly text: string;
  /** What the same again replaces. */
  readonly about: string;
  readonly onClick: () => void;
}

/** A conversation comes with what was said first; that is told once. */
const togetherMs = 3000;
let before = { about: '', at: -Infinity };

/** Tells of a happening as it is to be told now, in one tab of several. */
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
  if (how.sound) chime();
  if (how.notify) void notifyUnseen(told);
}

let audio: AudioContext | null = null;

/** Two sine tones, a fourth apart, 160 ms each. A browser that wants a click first stays silent. */
export function chime(): void {
  audio ??= new AudioContext();
  void audio.resume();
  const loud = 0.28 * alertSettings.get().volume;
  const start = audio.currentTime + 0.02;
  tone(audio, 587.33, start, loud);
  tone(audio, 783.99, start + 0.14, loud);
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
}

/** Only where no tab of the console is looked at. */
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
    // Some phones offer the constructor and refuse it; the sound and the title remain.
  }
}
