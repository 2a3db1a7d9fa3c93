// How a new conversation makes itself heard: two soft tones made on the spot, and a notification of
// the system where the person allowed it. Both are settings of this browser.
import { readSetting, writeSetting } from '../ui/setting.ts';
import { createStore } from '../ui/store.ts';

const soundKey = 'opportune.sound';
const notifyKey = 'opportune.notify';

interface Notifications {
  readonly sound: boolean;
  readonly notify: boolean;
  /** The browser forbids it; only its own settings can change that. */
  readonly denied: boolean;
}

const supported = 'Notification' in window;
export const notifications = createStore<Notifications>({
  sound: readSetting(soundKey) !== 'off',
  notify: readSetting(notifyKey) === 'on' && supported && Notification.permission === 'granted',
  denied: !supported || Notification.permission === 'denied',
});

export function setSound(on: boolean): void {
  writeSetting(soundKey, on ? 'on' : 'off');
  notifications.update((now) => ({ ...now, sound: on }));
  if (on) chime();
}

/** Asks the browser's leave where it has not been given. */
export async function setNotify(on: boolean): Promise<void> {
  const allowed = on && supported && (await Notification.requestPermission()) === 'granted';
  writeSetting(notifyKey, allowed ? 'on' : 'off');
  notifications.update((now) => ({
    ...now,
    notify: allowed,
    denied: !supported || Notification.permission === 'denied',
  }));
}

let audio: AudioContext | null = null;

/** Two sine tones, a fourth apart, 160 ms each. A browser that wants a click first stays silent. */
export function chime(): void {
  if (!notifications.get().sound) return;
  audio ??= new AudioContext();
  void audio.resume();
  const start = audio.currentTime + 0.02;
  tone(audio, 587.33, start);
  tone(audio, 783.99, start + 0.14);
}

function tone(context: AudioContext, hertz: number, at: number): void {
  const source = context.createOscillator();
  const volume = context.createGain();
  source.frequency.value = hertz;
  volume.gain.setValueAtTime(0, at);
  volume.gain.linearRampToValueAtTime(0.14, at + 0.015);
  volume.gain.exponentialRampToValueAtTime(0.001, at + 0.3);
  source.connect(volume).connect(context.destination);
  source.start(at);
  source.stop(at + 0.32);
}

/** A notification of the system, only while the console is not looked at. */
export function notifyDesktop(title: string, text: string, onClick: () => void): void {
  if (!notifications.get().notify || document.visibilityState === 'visible') return;
  try {
    const shown = new Notification(title, { body: text, tag: 'opportune-conversation' });
    shown.onclick = () => {
      window.focus();
      onClick();
      shown.close();
    };
  } catch {
    // Some phones offer the constructor and refuse it; the sound and the title remain.
  }
}
