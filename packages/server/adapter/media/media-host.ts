// The port `Media` by a process of ours. It starts with the first leg that joins, and again with the
// next one after it ended, so that a fault in it ends no server. Its followers learn that it ended.
import { type ChildProcess, fork } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import type { Media, MediaEvent } from '@opportune/core/ports/media.ts';
import { mediaLimits } from '@opportune/protocol/limits/calls.ts';
import type { HostSettings, Question, Told } from './questions.ts';

const program = new URL('./host-process.ts', import.meta.url);

export interface MediaHost extends Media {
  /** Of its process. Null: none runs. */
  readonly pid: () => number | null;
}

interface Host {
  readonly child: ChildProcess;
  /** Questions without an answer, by number. */
  readonly open: Map<number, (sdp: string | null) => void>;
  /** It runs, or has ended. */
  readonly started: Promise<void>;
}

/** `recordings`: the folder in which recordings are made. */
export function createMediaHost(
  given: Omit<HostSettings, 'recordings'>,
  recordings: string,
): MediaHost {
  const settings = { ...given, recordings };
  const followers = new Set<(event: MediaEvent) => void>();
  const tell = (event: MediaEvent): void => {
    for (const follower of followers) follower(event);
  };
  let host: Host | null = null;
  let asked = 0;

  function started(): Host {
    host ??= start(settings, tell, () => (host = null));
    return host;
  }

  function ask({ child, open, started }: Host, question: Question): Promise<string | null> {
    const number = (asked += 1);
    return new Promise((resolve) => {
      const settle = (sdp: string | null): void => {
        clearTimeout(late);
        open.delete(number);
        resolve(sdp);
      };
      const within = (ms: number) => setTimeout(() => settle(null), ms);
      // A busy machine may need a while to start it.
      let late = within(mediaLimits.startMs);
      void started.then(() => {
        clearTimeout(late);
        if (open.has(number)) late = within(mediaLimits.answerMs);
      });
      open.set(number, settle);
      child.send({ number, question }, (error) => error !== null && settle(null));
    });
  }

  return {
    join: (of, offer, codec = 'opus') => ask(started(), { type: 'join', ...of, offer, codec }),
    line: async (of) => (await ask(started(), { type: 'line', ...of })) !== null,
    say({ call, leg }, sound) {
      // What a host that is ending does not get is lost, as on any line.
      host?.child.send({ says: { call, leg }, sound }, () => undefined);
    },
    async route(call, routes) {
      if (host !== null) await ask(host, { type: 'route', call, routes });
    },
    async leave(of) {
      if (host !== null) await ask(host, { type: 'leave', ...of });
    },
    async record(call, recorded) {
      if (host !== null) await ask(host, { type: 'record', call, recorded });
    },
    async play(of, sound) {
      if (host !== null) await ask(host, { type: 'play', ...of, sound });
      else tell({ type: 'played', ...of });
    },
    follow(follower) {
      followers.add(follower);
      return () => followers.delete(follower);
    },
    async close() {
      followers.clear();
      host?.child.kill('SIGKILL');
    },
    pid: () => host?.child.pid ?? null,
  };
}

function start(settings: HostSettings, tell: (event: MediaEvent) => void, ended: () => void): Host {
  mkdirSync(settings.recordings, { recursive: true, mode: 0o700 });
  const child = fork(program, [JSON.stringify(settings)], {
    // No environment: what reads strangers' packets knows no secret.
    env: {},
    execArgv: [
      ...['--permission', '--allow-fs-read=*', `--allow-fs-write=${settings.recordings}/*`],
      `--max-old-space-size=${heapMegabytes}`,
    ],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  child.unref();
  child.channel?.unref();
  const open: Host['open'] = new Map();
  const { promise: started, resolve: runs } = Promise.withResolvers<void>();
  let isOver = false;
  const over = (): void => {
    if (isOver) return;
    isOver = true;
    runs();
    ended();
    for (const settle of open.values()) settle(null);
    tell({ type: 'ended' });
  };
  child.on('exit', over).on('error', over);
  child.on('message', (told: Told) => {
    if (told.type === 'started') runs();
    if (told.type === 'answer') open.get(told.number)?.(told.sdp);
    if (told.type === 'event') tell(told.event);
  });
  return { child, open, started };
}

/** Eighty calls took 330 MB in all. */
const heapMegabytes = 512;
