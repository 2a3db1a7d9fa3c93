// Reports on the console's policy over real HTTP: both formats are counted, bounds apply, and
// queries are not logged.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { after, test } from 'node:test';
import { reportingLimits } from '@opportune/protocol/limits/intake.ts';
import { Registry } from 'prom-client';
import { cspReports } from './csp-reports.ts';

const lines: unknown[] = [];
const log = {
  info() {},
  warn: (_: string, fields?: unknown) => void lines.push(fields),
  error() {},
};
const now = { ms: 0 };
const registry = new Registry();
const server = createServer(cspReports(log, { now: () => now.ms }, registry));
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const address = server.address();
const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
after(() => server.close());

const send = async (body: string, method = 'POST'): Promise<number> =>
  (await fetch(url, { method, ...(method === 'POST' ? { body } : {}) })).status;
const counted = async (directive: string): Promise<number> => {
  const { values } = await registry.getSingleMetric('opportune_csp_reports_total')!.get();
  return values.find(({ labels }) => labels['directive'] === directive)?.value ?? 0;
};
const old = (directive: string) => ({
  'csp-report': {
    'effective-directive': directive,
    'blocked-uri': 'https://evil.example/x.js?who=clara',
    'document-uri': 'https://desk.example/inbox?token=1#code=2',
  },
});

test('[RM9] both forms of reports count by directive, and an invented directive counts as other', async () => {
  assert.equal(await send(JSON.stringify(old('script-src-elem'))), 204);
  const fresh = (effectiveDirective: string) => ({
    type: 'csp-violation',
    body: { effectiveDirective, blockedURL: 'inline', documentURL: 'https://desk.example/' },
  });
  assert.equal(
    await send(
      JSON.stringify([
        fresh('script-src-elem'),
        fresh('x'.repeat(5000)),
        { type: 'coep', body: {} },
      ]),
    ),
    204,
  );
  assert.deepEqual([await counted('script-src-elem'), await counted('other')], [2, 1]);
  assert.deepEqual(lines[0], {
    directive: 'script-src-elem',
    blocked: 'https://evil.example/x.js',
    page: 'https://desk.example/inbox',
  });
});

test('[RM9] an invalid report counts nothing, a report that is too large is refused, and the log is bounded per minute', async () => {
  assert.equal(await send('{"a":1}'), 204);
  assert.equal(await send('<xml>'), 204);
  assert.equal(await send('', 'GET'), 405);
  assert.equal(await send(' '.repeat(reportingLimits.bodySizeBytes + 1)), 413);
  now.ms = 60_000;
  lines.length = 0;
  const many = reportingLimits.linesPerMinute + 5;
  for (let at = 0; at < many; at += 1) await send(JSON.stringify(old('img-src')));
  assert.equal(await counted('img-src'), many);
  assert.equal(lines.length, reportingLimits.linesPerMinute);
  now.ms = 120_000;
  await send(JSON.stringify(old('img-src')));
  assert.equal(lines.length, reportingLimits.linesPerMinute + 1);
});
