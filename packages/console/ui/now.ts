// The present instant by the server's clock, once a second, for everything that counts time. It
// stops while the connection is lost, because a counter would then claim more than is known.
// Between server times it follows the monotonic clock: nobody can set that one, unlike the clock of
// this machine.
import { useSyncExternalStore } from 'react';
import { createStore } from './store.ts';

/** When this page was opened, by the server's clock. */
let beganAt = Date.now() - performance.now();
let frozenAt: number | null = null;
const onTheWayMs = 1000;
const second = createStore(Date.now());

/** The server's clock, as far as it is known. */
export function serverNow(): number {
  return frozenAt ?? Math.round(beganAt + performance.now());
}

/**
 * Sets the clock to the server time of a frame that has just arrived. Starts stopped counters
 * again.
 */
export function setServerTime(serverTime: number): void {
  beganAt = serverTime - performance.now();
  frozenAt = null;
  second.set(serverNow());
}

/**
 * Corrects the clock if it is more than a second off. A smaller difference may be the time in
 * transit.
 */
export function mendServerTime(serverTime: number): void {
  if (frozenAt === null && Math.abs(serverTime - serverNow()) > onTheWayMs)
    setServerTime(serverTime);
}

/** Stops the counters until the server responds again. */
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

/** The present instant, updated every second. Use it only where a time is shown. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, second.get);
}
