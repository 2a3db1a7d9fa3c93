// The present instant by the server's clock, once a second, for everything that counts. It stops
// while the connection is gone: a counter that nobody feeds would claim more than is known. Between two
// words of the server it goes by a clock that nobody sets; this machine's own is not asked.
import { useSyncExternalStore } from 'react';
import { createStore } from './store.ts';

/** When this page began, by the server's clock. */
let beganAt = Date.now() - performance.now();
let frozenAt: number | null = null;
const onTheWayMs = 1000;
const second = createStore(Date.now());

/** The server's clock, as far as it is known. */
export function serverNow(): number {
  return frozenAt ?? Math.round(beganAt + performance.now());
}

/** Takes the server's time of a frame that has just arrived; counters go on. */
export function setServerTime(serverTime: number): void {
  beganAt = serverTime - performance.now();
  frozenAt = null;
  second.set(serverNow());
}

/** The same, where they went wrong: a second more or less is the time on the way. */
export function mendServerTime(serverTime: number): void {
  if (frozenAt === null && Math.abs(serverTime - serverNow()) > onTheWayMs)
    setServerTime(serverTime);
}

/** Stops the counters at this instant until the server is heard again. */
export function freezeNow(): void {
  frozenAt ??= serverNow();
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
