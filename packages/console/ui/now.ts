// The present instant by the server's clock, once a second, for everything that counts. It stops
// while the connection is gone: a counter that nobody feeds would claim more than is known.
import { useSyncExternalStore } from 'react';
import { createStore } from './store.ts';

let skewMs = 0;
let frozenAt: number | null = null;
const second = createStore(Date.now());

/** The server's clock, as far as it is known. */
export function serverNow(): number {
  return frozenAt ?? Date.now() + skewMs;
}

/** Takes the server's time of a frame that has just arrived; counters go on. */
export function setServerTime(serverTime: number): void {
  skewMs = serverTime - Date.now();
  frozenAt = null;
  second.set(serverNow());
}

/** Stops the counters at this instant until the server is heard again. */
export function freezeNow(): void {
  frozenAt ??= Date.now() + skewMs;
}

let timer: ReturnType<typeof setInterval> | undefined;
let readers = 0;

function subscribe(listener: () => void): () => void {
  const stop = second.subscribe(listener);
  readers += 1;
  timer ??= setInterval(() => second.set(serverNow()), 1000);
  return () => {
    stop();
    readers -= 1;
    if (readers > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** The present instant, again every second. Only what shows a time should read it. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, second.get);
}
