// `npm run replay -- FILE`: plays recorded visitors of a real shop, or a web server's log, through
// the public intake as a tag would send them, now. It states what it invents and what it changes.
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Funnel } from '@opportune/protocol/rest/report/report.ts';
import { apiOf, openReplayAccount } from './account.ts';
import type { ReplayAccount } from './account.ts';
import { measureBots } from './bot-measure.ts';
import { inventedPrices, longestPauseMs, readClickstream } from './clickstream.ts';
import type { Clickstream } from './clickstream.ts';
import { play } from './player.ts';
import type { Playable, Tally } from './player.ts';
import { progressBar } from './progress.ts';
import { readRecording } from './recording-file.ts';
import { serverUrl } from './server-url.ts';
import { durationMs, longestArrivalGapMs, timetable } from './timetable.ts';
import { readWeblog } from './weblog.ts';
import type { Weblog } from './weblog.ts';

const usage = `npm run replay -- FILE [options]

Plays FILE, a clickstream (COOKIE;Date;Time;Click_order;Webpage) or a web server's combined log,
through the public intake of a running server, into an account of its own.

  --speed N     how much faster than recorded; pauses are shortened first (default 600)
  --run NAME    the same run again adds nothing; a new name is new visitors (default "1")
  --visits N    only the first N visits
  --url URL     the server (OPPORTUNE_URL, default localhost at OPPORTUNE_PORT or 7700)
  --data DIR    its data folder, for the operator's token (OPPORTUNE_DATA, default data/)
`;

const say = (line = ''): void => void process.stdout.write(`${line}\n`);
const count = new Intl.NumberFormat('en-US');

try {
  await main();
} catch (error) {
  process.stderr.write(`replay: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      speed: { type: 'string', default: '600' },
      run: { type: 'string', default: '1' },
      visits: { type: 'string' },
      url: { type: 'string', default: serverUrl(process.env) },
      data: {
        type: 'string',
        default:
          process.env['OPPORTUNE_DATA'] ??
          path.resolve(import.meta.dirname, '..', '..', '..', 'data'),
      },
      help: { type: 'boolean', default: false },
    },
  });
  const [file] = positionals;
  if (values.help || file === undefined) return say(usage);
  const speed = Number(values.speed);
  if (!(speed > 0)) throw new Error('--speed must be a number above 0');
  const text = await readRecording(file);
  const name = path.basename(file);
  const most = values.visits === undefined ? Infinity : Number(values.visits);
  if (!(most > 0)) throw new Error('--visits must be a number above 0');
  const log = text.startsWith('COOKIE;') ? null : readWeblog(text, name, values.run);
  const stream = log === null ? readClickstream(text, name, values.run) : null;
  const visits: readonly Playable[] = (log ?? stream)?.visits.slice(0, most) ?? [];
  if (visits.length === 0)
    throw new Error(`${name}: no visit was found in it. See --help for what it may hold`);
  const account = await openReplayAccount(
    values.url,
    values.data,
    `Replay of ${name}`.slice(0, 80),
  );
  explain(name, visits, speed, log, stream);
  const tally = await playAll(account, visits, speed);
  await summarise(account, tally, log, stream);
}

function explain(
  name: string,
  visits: readonly Playable[],
  speed: number,
  log: Weblog | null,
  stream: Clickstream | null,
): void {
  const events = visits.reduce((sum, visit) => sum + visit.events.length, 0);
  say(
    `${name}: ${count.format(visits.length)} visits, ${count.format(events)} events, ${speed} times as fast as recorded.`,
  );
  if (stream !== null) {
    say(
      `  ${count.format(stream.marks)} of ${count.format(stream.rows)} rows mark the begin or end of a visit and are no events.`,
    );
    say(
      `  Prices are invented, as the recording has none: ${inventedPrices.join(', ')} euro, by visitor and click.`,
    );
  }
  if (log !== null) {
    say(
      `  ${count.format(log.assets)} of ${count.format(log.lines)} lines ask for pictures, styles, feeds or scripts; ${log.unread} are not of the format.`,
    );
  }
  say(
    `  Pauses are shortened to ${longestPauseMs / 60_000} minutes and gaps between arrivals to ${longestArrivalGapMs / 1000} s, then divided by the speed.`,
  );
  say(
    '  Moments that depend on dwell therefore change with the speed: they are not those of the recorded visitors.',
  );
}

async function playAll(
  account: ReplayAccount,
  visits: readonly Playable[],
  speed: number,
): Promise<Tally> {
  const timed = timetable(visits, speed);
  const events = visits.reduce((sum, visit) => sum + visit.events.length, 0);
  const bar = progressBar(events, durationMs(timed, speed));
  const tally = await play(account, timed, speed, (of) => bar.show(of.acknowledged));
  bar.end();
  return tally;
}

async function summarise(
  account: ReplayAccount,
  tally: Tally,
  log: Weblog | null,
  stream: Clickstream | null,
): Promise<void> {
  say(
    `Sent ${count.format(tally.events)}, acknowledged ${count.format(tally.acknowledged)}; engagements offered ${count.format(tally.engagements)}.`,
  );
  for (const [code, times] of tally.refused) say(`  ${code}: ${count.format(times)}`);
  const funnel = await apiOf(account.url, account.token)<Funnel>(
    'GET',
    `/sites/${account.site}/funnel?from=0`,
  );
  say();
  say('The site’s funnel, as its page shows it (all runs together):');
  say(`  visits       ${count.format(funnel.visits)}`);
  say(`  with a cart  ${count.format(funnel.withCart)}`);
  say(
    `  orders       ${count.format(funnel.orders)} in ${count.format(funnel.withOrder)} visits, ${count.format(funnel.value)} euro`,
  );
  if (log !== null) say(`  bots         ${count.format(funnel.bots)} visits, kept apart`);
  if (stream !== null)
    say(
      `In the recording: ${count.format(stream.visits.length)} visits, ${count.format(visitsWith(stream, 'Product Added'))} with a cart, ${count.format(visitsWith(stream, 'Order Completed'))} orders.`,
    );
  if (log !== null) sayBots();
  say(`See it: ${account.signIn}`);
}

function visitsWith(stream: Clickstream, event: string): number {
  return stream.visits.filter((visit) => visit.events.some(({ name }) => name === event)).length;
}

function sayBots(): void {
  const { labelled, precision, recall, missed, wronged } = measureBots();
  say();
  say(
    `Bots on the ${labelled} senders labelled by hand, a headless browser included: precision ${precision.toFixed(3)}, recall ${recall.toFixed(3)}.`,
  );
  for (const agent of missed) say(`  missed: ${agent}`);
  for (const agent of wronged) say(`  wrongly called a bot: ${agent}`);
}
