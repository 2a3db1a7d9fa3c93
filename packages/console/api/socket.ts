// The console's socket in the browser. It drives the state machine with the real connection, parses
// what arrives and passes frames to listeners. It keeps no data and queues nothing: messages that
// must survive a lost connection wait in the inbox's outbox.
import type { ConsoleFrame, ConsoleServerFrame } from '@opportune/protocol/frames-console.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import { freezeNow, mendServerTime, serverNow, setServerTime } from '../ui/now.ts';
import { createStore } from '../ui/store.ts';
import { announceSignedOut } from './client.ts';
import { parseFrame } from './parse-frame.ts';
import { createSleepWatch } from './sleep-watch.ts';
import { step, type SocketEffect, type SocketInput, type SocketState } from './socket-machine.ts';
import { onTick } from './ticks.ts';

export interface Connection {
  /** `lost` once an open connection or an attempt to connect has failed. */
  readonly status: 'connecting' | 'open' | 'lost';
  /** When the connection was lost, by the server's clock. Null unless it is lost. */
  readonly since: number | null;
}

export const connection = createStore<Connection>({ status: 'connecting', since: null });

let state: SocketState = { type: 'stopped' };
let line: WebSocket | null = null;
let account: AccountId | null = null;
const listeners = new Set<(frame: ConsoleServerFrame) => void>();

/** Calls back with every frame, in order, until the returned function is called. */
export function onFrame(listener: (frame: ConsoleServerFrame) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Sends a frame. False if there is no open connection. */
export function sendFrame(frame: ConsoleFrame): boolean {
  if (line === null || line.readyState !== WebSocket.OPEN || connection.get().status !== 'open')
    return false;
  line.send(JSON.stringify(frame));
  return true;
}

/**
 * Connects, and stays connected until the returned function is called. The address names the account,
 * so that of several server processes the one with its desk gets the socket.
 */
export function startSocket(of: AccountId): () => void {
  account = of;
  connection.set({ status: 'connecting', since: null });
  const wake = (): void => input({ type: 'wake' });
  const visible = (): void => {
    if (document.visibilityState === 'visible') wake();
  };
  window.addEventListener('online', wake);
  document.addEventListener('visibilitychange', visible);
  const slept = createSleepWatch();
  const stopTicks = onTick(() => {
    if (slept(Date.now(), performance.now())) wake();
    input({ type: 'tick' });
  });
  input({ type: 'start' });
  return () => {
    window.removeEventListener('online', wake);
    document.removeEventListener('visibilitychange', visible);
    stopTicks();
    input({ type: 'stop' });
  };
}

/** Connects now instead of at the end of the wait. */
export function tryNow(): void {
  input({ type: 'wake' });
}

function input(what: SocketInput): void {
  const next = step(state, what, performance.now(), Math.random());
  const before = state;
  state = next.state;
  if (state.type === 'waiting' && before.type !== 'waiting') lost();
  for (const effect of next.effects) perform(effect);
}

function perform(effect: SocketEffect): void {
  switch (effect) {
    case 'connect':
      return open();
    case 'close':
      return hangUp();
    case 'ping':
      if (line?.readyState === WebSocket.OPEN)
        line.send(JSON.stringify({ type: 'ping' } satisfies ConsoleFrame));
      return;
    case 'signed-out':
      return announceSignedOut();
  }
}

function open(): void {
  hangUp();
  const address = new URL('/api/v1/socket', window.location.href);
  if (account !== null) address.searchParams.set('account', account);
  address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
  const mine = new WebSocket(address);
  line = mine;
  mine.onopen = () => mine === line && input({ type: 'opened' });
  mine.onclose = (event) => mine === line && input({ type: 'closed', code: event.code });
  mine.onmessage = (event) => mine === line && receive(event.data);
}

function hangUp(): void {
  const old = line;
  line = null;
  if (old === null) return;
  old.onopen = old.onclose = old.onmessage = null;
  old.close();
}

function receive(data: unknown): void {
  input({ type: 'heard' });
  const frame = typeof data === 'string' ? parseFrame(data) : null;
  if (frame === null) return;
  if (frame.type === 'ready') {
    setServerTime(frame.serverTime);
    connection.set({ status: 'open', since: null });
  }
  if (frame.type === 'pong') mendServerTime(frame.serverTime);
  for (const listener of [...listeners]) {
    try {
      listener(frame);
    } catch (error) {
      // One listener's error, such as a sound that cannot play, must not keep a message from the
      // inbox.
      reportError(error);
    }
  }
}

function lost(): void {
  freezeNow();
  if (connection.get().status !== 'lost') connection.set({ status: 'lost', since: serverNow() });
}
