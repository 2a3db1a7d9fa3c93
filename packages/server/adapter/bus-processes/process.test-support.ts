// A process on a bus, for tests that kill it: a hub, or a member that does what its input says, a line
// of JSON each, and prints what it hears.
import { createInterface } from 'node:readline';
import { openJsonLog } from '../log-json.ts';
import { openProcessBus } from './bus-processes.ts';
import { openHub } from './hub.ts';

const [role, path = ''] = process.argv.slice(2);
const print = (line: unknown) => void process.stdout.write(`${JSON.stringify(line)}\n`);
const log = { ...openJsonLog('silent'), warn: (event: string) => print({ warned: event }) };

/** What a member is told. */
export type Told =
  | { readonly subscribe: string }
  /** Publishes the numbers from 1, as `{of, n}`. */
  | {
      readonly publish: string;
      readonly of: string;
      readonly count: number;
      readonly sizeBytes: number;
    }
  /** Answers with this, or never if it is null. */
  | { readonly answer: string; readonly with: string | null }
  | { readonly ask: string };

if (role === 'hub') {
  await openHub(path, log);
  print({ ready: true });
} else {
  const bus = openProcessBus(path, log);
  await bus.connected;
  createInterface({ input: process.stdin }).on('line', (line) => obey(JSON.parse(line) as Told));
  print({ ready: true });

  function obey(told: Told): void {
    if ('subscribe' in told)
      bus.subscribe(told.subscribe, (message) => {
        const { of, n } = message as { of: string; n: number };
        print({ of, n });
      });
    if ('publish' in told) publish(told);
    if ('answer' in told) bus.answer(told.answer, () => told.with ?? new Promise<never>(() => {}));
    if ('ask' in told) bus.ask(told.ask, 'question', (answer) => print({ answer: answer ?? null }));
    print({ done: true });
  }

  function publish({
    publish: topic,
    of,
    count,
    sizeBytes,
  }: Extract<Told, { readonly publish: string }>): void {
    const text = 'x'.repeat(sizeBytes);
    for (let n = 1; n <= count; n += 1) bus.publish(topic, { of, n, text });
  }
}
