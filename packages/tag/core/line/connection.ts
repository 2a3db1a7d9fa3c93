// One connection to the server that always reconnects: a socket, or long polls if sockets are
// blocked. Capped, jittered back-off. It carries frames and knows nothing of their meaning.
import type { Hello, ServerFrame, VisitorFrame } from '../../wire.ts';
import { json, parse } from '../json.ts';
import { createTimer, listen, safe, say } from '../safe.ts';
import type { Ears, PollsPart, Wire } from './wire-kinds.ts';

const openMs = 6000;
const heartbeatMs = 25_000;
const answerMs = 6000;
const firstDelayMs = 500;
const longestDelayMs = 30_000;
/** After a permanent refusal (wrong key, origin not allowed) it only retries from time to time. */
const refusedDelayMs = 300_000;

declare const pollsFile: string;

export interface Connection {
  /** False if there is no connection. The caller keeps what it wanted to send. */
  send(frame: VisitorFrame): boolean;
  close(): void;
}

/** The address names the key, so that the server finds the process that serves its site. */
function openSocket(base: string, hello: () => Hello, ears: Ears, key: string): Wire {
  const socket = new WebSocket(`${base.replace(/^http/, 'ws')}/v1/socket?key=${key}`);
  socket.onopen = safe(() => socket.send(json(hello())));
  // It is our own server over TLS: the tag needs no schema, and every switch ignores unknown types.
  socket.onmessage = safe((event: MessageEvent) => ears.frame(parse(event.data) as ServerFrame));
  // Comes after every error, too.
  socket.onclose = safe((event: CloseEvent) => ears.gone(event.code >= 4400 && event.code < 4500));
  return {
    send: (frame) => socket.send(json(frame)),
    close() {
      socket.onclose = null;
      socket.close();
    },
  };
}

/** Long polls are a separate bundle: most visitors never need it. */
function openPolls(base: string, hello: () => Hello, ears: Ears): Wire {
  let wire: Wire | null = null;
  let over = false;
  const address = `${base}/tag/${pollsFile}`;
  import(address).then(
    safe((part: PollsPart) => {
      if (!over) wire = part.openPolls(base, hello, ears, json);
    }),
    () => over || ears.gone(false),
  );
  return { send: (frame) => wire?.send(frame), close: () => ((over = true), wire?.close()) };
}

function openWire(
  polls: boolean,
  base: string,
  hello: () => Hello,
  ears: Ears,
  key: string,
): Wire | null {
  try {
    return (polls ? openPolls : openSocket)(base, hello, ears, key);
  } catch (error) {
    say(error);
    return null;
  }
}

function restMs(failures: number, refused: boolean): number {
  const longest = refused ? refusedDelayMs : Math.min(longestDelayMs, firstDelayMs * 2 ** failures);
  return longest * (0.5 + Math.random() / 2);
}

/**
 * Connects now, and again whenever the connection is lost, until closed. `lost` is called once a
 * loss.
 */
export function connect(
  base: string,
  key: string,
  hello: () => Hello,
  heard: (frame: ServerFrame) => void,
  lost: () => void,
): Connection {
  let wire: Wire | null = null;
  let ready = false;
  let closed = false;
  let failures = 0;
  let sockets = false;
  const timer = createTimer();
  const doubt = createTimer();
  const gone = (refused: boolean): void => {
    wire = null;
    doubt();
    if (ready) lost();
    ready = false;
    if (closed) return;
    timer(open, restMs(failures, refused));
    failures += 1;
  };
  /** Gives up the connection if nothing arrives within the time. */
  const expect = (withinMs: number): void =>
    doubt(() => {
      wire?.close();
      gone(false);
    }, withinMs);
  const beat = (): void => {
    timer();
    if (!ready) return;
    wire?.send({ type: 'ping' });
    expect(answerMs);
  };
  let polls = false;
  const ears: Ears = {
    frame(frame) {
      doubt();
      timer(beat, heartbeatMs);
      if (frame.type === 'welcome') {
        ready = true;
        failures = 0;
        sockets ||= !polls;
      }
      heard(frame);
    },
    gone,
  };
  const open = (): void => {
    timer();
    if (closed || wire) return;
    // A socket that never opened in this page may be blocked: every other attempt polls.
    polls = !sockets && failures % 2 === 1;
    wire = openWire(polls, base, hello, ears, key);
    if (wire) expect(openMs);
    else gone(false);
  };
  const unlisten = whenBack(() => {
    if (ready) return beat();
    failures = Math.min(failures, 1);
    open();
  });
  open();
  return {
    send(frame) {
      if (ready) wire?.send(frame);
      return ready;
    },
    close() {
      closed = true;
      ready = false;
      timer();
      doubt();
      unlisten();
      wire?.close();
      wire = null;
    },
  };
}

/** Whenever the page becomes visible again, or the browser has a network again. */
function whenBack(back: () => void): () => void {
  return listen(window, 'online visibilitychange', () => {
    if (!document.hidden) back();
  });
}
