// Runs the server as a child process, passes signals to it and returns its exit code. On SIGUSR2 it
// starts a successor, relays messages between the two, and continues with whichever serves. If a
// successor fails before it takes over, the running server is not affected. A server that is asked
// to stop, by anybody, ends everything.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { exitCodeOf, isPrepared, launch, root, run, say } from './prepare.mjs';

/** A successor that is not ready by then is killed, and the running server continues. */
const successorMs = 120_000;
/** A server that was asked to stop ends within 30 s, unless it hangs. */
const hangsMs = 40_000;

/** Resolves with the exit code of the server that served last. */
export function serve(node, args) {
  let current = null;
  let successor = null;
  let starting = false;
  /** Whether a restart of the running server goes shard by shard, within it, and is under way. */
  let rolls = false;
  let rolling = false;
  let stopping = false;
  let leaving = false;
  /** The exit code of a successor that ended after the server before it had left. */
  let failed = 0;
  let late;
  let hangs;

  let end;
  const ended = new Promise((resolve) => (end = resolve));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => stop(signal));
  process.on('SIGUSR2', askedToRestart);
  current = start({});
  return ended;

  function start(env) {
    // A small young generation: collecting a large one stops every decision for 15–30 ms.
    const flags = readServerFile('node-flags.json');
    // The C library gives memory that is free back to the system. What an administrator sets counts.
    const memory = readServerFile('node-environment.json');
    const child = launch(node, [...flags, 'packages/server/main.ts', ...args], {
      stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
      env: { ...memory, ...process.env, ...env },
    });
    child.on('error', (error) => {
      say(`${node} could not be run: ${error.message}`);
      // A process that never ran emits no exit.
      if (child.pid === undefined) gone(child, 1);
    });
    child.on('message', (message, handle) => hear(child, message, handle));
    child.on('exit', (code, signal) => gone(child, exitCodeOf(code, signal)));
    return child;
  }

  function stop(signal) {
    stopping = true;
    signalBoth(signal);
    hangs ??= setTimeout(() => signalBoth('SIGKILL'), hangsMs);
    hangs.unref();
  }

  function signalBoth(signal) {
    for (const child of [current, successor]) child?.kill(signal);
  }

  async function restart() {
    if (starting || stopping || rolling || successor !== null)
      return say('A restart is already running.');
    if (!isPrepared())
      return say(
        'Packages have changed. Stop and start the server to use them. The server goes on as it is.',
      );
    starting = true;
    say('Restarting: building what is stale, then replacing the server …');
    const built = await run(node, ['scripts/build.ts']);
    starting = false;
    if (stopping) return;
    if (built !== 0) return say('The build failed. The server goes on as it is.');
    if (rolls) {
      rolling = true;
      return tell(current, { type: 'roll' });
    }
    leaving = false;
    successor = start({ OPPORTUNE_SUCCESSOR: '1' });
    const given = successor;
    late = setTimeout(() => given.kill('SIGKILL'), successorMs);
  }

  /** If a restart fails, for example because files are being replaced, the server goes on. */
  function askedToRestart() {
    restart().catch((error) => {
      starting = false;
      say(`The restart failed: ${error.message}. The server goes on as it is.`);
    });
  }

  function hear(child, message, handle) {
    if (child === current && message.type === 'restart') return askedToRestart();
    if (message.type === 'rolls') return void (rolls = true);
    if (message.type === 'rolled') return rolled();
    if (message.type === 'serving') return clearTimeout(late);
    if (child === successor && message.type === 'leave') leaving = true;
    tell(child === current ? successor : current, message, handle);
  }

  function rolled() {
    rolling = false;
    say('The restart is over.');
  }

  function gone(child, code) {
    if (child === successor) {
      clearTimeout(late);
      successor = null;
      if (leaving) failed = code;
      if (stopping) return;
      const left = leaving ? 'The server before it was already leaving.' : 'The server goes on.';
      say(`The successor ended with exit code ${code}. ${left}`);
    } else if (successor === null) {
      // A restart that is still building must not start its successor.
      stopping = true;
      clearTimeout(late);
      end(code === 0 ? failed : code);
    } else {
      current = successor;
      successor = null;
      // It neither handed over nor failed, so somebody asked it to stop.
      if (code === 0 && !leaving) stop('SIGTERM');
      else tell(current, { type: 'left' });
    }
  }
}

function readServerFile(name) {
  return JSON.parse(readFileSync(path.join(root, 'packages/server', name), 'utf8'));
}

/** Closes our copy of a descriptor after passing it on. */
function tell(child, message, handle) {
  const done = () => {
    if (typeof handle?.destroy === 'function') handle.destroy();
    else handle?.close?.();
  };
  if (child?.connected) child.send(message, handle, done);
  else done();
}
