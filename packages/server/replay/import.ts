// `npm run import -- FILE`: brings history in with its own times: a clickstream, a web server's log,
// or a file of Segment calls, one JSON object a line. It updates facts and reports and fires nothing.
import path from 'node:path';
import { parseArgs } from 'node:util';
import { intakeLimits } from '@opportune/protocol/limits/intake.ts';
import { readClickstream } from './clickstream.ts';
import { progressBar } from './progress.ts';
import type { Playable } from './player.ts';
import { readRecording } from './recording-file.ts';
import { ask, serverUrl } from './server-url.ts';
import { readWeblog } from './weblog.ts';

const usage = `npm run import -- FILE --key sk_… [options]

Brings the history in FILE into the site that the secret key belongs to: a clickstream
(COOKIE;Date;Time;Click_order;Webpage), a web server's combined log, or Segment calls, one JSON
object a line. Events keep their own times; nothing fires and no goal is reached by them.

  --key KEY     a secret key of the site, server trust (OPPORTUNE_SECRET_KEY)
  --url URL     the server (OPPORTUNE_URL, default localhost at OPPORTUNE_PORT or 7700)
  --run NAME    salt of the ids that a recording without ids gets (default "import")
`;

type Call = Readonly<Record<string, unknown>>;

const callsAtOnce = 400;
/** Room in one request for calls; what is around them is small. */
const bytesAtOnce = intakeLimits.requestSizeBytes - 1024;
const retryMs = [200, 1000, 3000, 10_000];

try {
  await main();
} catch (error) {
  process.stderr.write(`import: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      key: { type: 'string', default: process.env['OPPORTUNE_SECRET_KEY'] ?? '' },
      url: { type: 'string', default: serverUrl(process.env) },
      run: { type: 'string', default: 'import' },
      help: { type: 'boolean', default: false },
    },
  });
  const [file] = positionals;
  if (values.help || file === undefined) return void process.stdout.write(usage);
  if (values.key === '') throw new Error('--key is missing: make a secret key in Settings, Sites');
  const calls = callsOf(await readRecording(file), path.basename(file), values.run);
  if (calls.length === 0)
    throw new Error(`${file}: nothing was found in it. See --help for what it may hold`);
  const bar = progressBar(calls.length, calls.length);
  let refused = 0;
  let done = 0;
  for (const piece of piecesOf(calls)) {
    refused += await send(values.url, values.key, piece);
    done += piece.length;
    bar.show(done);
  }
  bar.end();
  process.stdout.write(
    `Imported ${calls.length - refused} of ${calls.length} events; ${refused} were refused (see the site's debugger).\n`,
  );
}

/** The file as Segment calls in order of time. Throws a sentence with the line at fault. */
function callsOf(text: string, name: string, run: string): readonly Call[] {
  if (text.startsWith('COOKIE;')) return recorded(readClickstream(text, name, run).visits);
  if (!text.trimStart().startsWith('{')) return recorded(readWeblog(text, name, run).visits);
  return text
    .split('\n')
    .flatMap((line, index) => (line.trim() === '' ? [] : [callOf(line, index + 1)]));
}

function callOf(line: string, number: number): Call {
  try {
    return JSON.parse(line) as Call;
  } catch {
    throw new Error(`line ${number}: not a JSON object`);
  }
}

function recorded(visits: readonly Playable[]): readonly Call[] {
  return visits.flatMap((visit) => visit.events.map((event) => recordedCall(visit, event)));
}

function recordedCall(visit: Playable, event: Playable['events'][number]): Call {
  const { id, kind, name, title, path, offsetMs } = event;
  const page = { path, title, url: `https://replay.example${path}` };
  return {
    type: kind,
    messageId: id,
    anonymousId: visit.visitor,
    timestamp: new Date(visit.startsAt + offsetMs).toISOString(),
    ...(kind === 'track' ? { event: name } : { name: title }),
    properties: { ...event.properties, ...page },
    context: { userAgent: visit.userAgent ?? '', page },
  };
}

/** In order, each piece what one request may hold; a call that is larger than that stands alone. */
function* piecesOf(calls: readonly Call[]): Generator<readonly Call[]> {
  let piece: Call[] = [];
  let bytes = 0;
  for (const call of calls) {
    const own = Buffer.byteLength(JSON.stringify(call)) + 1;
    if (piece.length > 0 && (piece.length === callsAtOnce || bytes + own > bytesAtOnce)) {
      yield piece;
      piece = [];
      bytes = 0;
    }
    piece.push(call);
    bytes += own;
  }
  if (piece.length > 0) yield piece;
}

interface Answer {
  readonly message?: string;
  readonly code?: string;
  readonly retry?: boolean;
  readonly retryAfterMs?: number;
  readonly refused?: readonly unknown[];
}

function post(url: string, key: string, batch: readonly Call[]) {
  return ask<Answer>(`${url}/v1/history`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}`,
    },
    body: JSON.stringify({ batch }),
  });
}

/** How many of the calls were refused. Repeats what may be repeated; the same ids add nothing. */
async function send(url: string, key: string, batch: readonly Call[]): Promise<number> {
  let last: unknown;
  let toldMs = 0;
  for (const delayMs of [0, ...retryMs]) {
    await new Promise((resolve) => setTimeout(resolve, Math.max(delayMs, toldMs)));
    toldMs = 0;
    try {
      const { response, answer } = await post(url, key, batch);
      if (response.ok) return answer.refused?.length ?? 0;
      if (answer.code === 'request.too_large' && batch.length === 1) return 1;
      last = new Error(`${answer.message ?? response.status} [${answer.code ?? ''}]`);
      if (answer.retry !== true) break;
      toldMs = answer.retryAfterMs ?? 0;
    } catch (error) {
      last = error;
    }
  }
  throw last;
}
