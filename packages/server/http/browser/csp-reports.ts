// Receives browsers' reports on the console's Content-Security-Policy, about content that the
// policy blocked. Counts them by directive and logs them, both within bounds, because anybody can
// send such reports. Stores nothing and keeps page queries out of the log.
import type { Log } from '@opportune/core/ports/log.ts';
import type { Clock } from '@opportune/core/world/world.ts';
import { reportingLimits } from '@opportune/protocol/limits/intake.ts';
import type { IncomingMessage } from 'node:http';
import { Counter, type Registry } from 'prom-client';
import { z } from 'zod';
import { answerRawProblem } from '../problem/raw-problem.ts';
import type { RawHandler } from '../raw-routes.ts';

const place = z.string().optional().catch(undefined);
/** The format of `report-uri`. */
const Old = z.object({
  'csp-report': z.object({
    'effective-directive': place,
    'violated-directive': place,
    'blocked-uri': place,
    'document-uri': place,
  }),
});
/** The format of `report-to`, which a proxy's own policy may use. Holds several reports. */
const New = z.array(
  z.object({
    type: z.string(),
    body: z.object({ effectiveDirective: place, blockedURL: place, documentURL: place }),
  }),
);

interface Report {
  readonly directive: string;
  readonly blocked: string;
  readonly page: string;
}

/**
 * Directives with a count of their own. Any other counts as `other`, to bound the number of series.
 */
const directives: ReadonlySet<string> = new Set([
  'script-src',
  'script-src-elem',
  'script-src-attr',
  'style-src',
  'style-src-elem',
  'style-src-attr',
  'img-src',
  'connect-src',
  'frame-src',
  'object-src',
  'base-uri',
  'form-action',
  'default-src',
  'require-trusted-types-for',
]);

export function cspReports(log: Log, clock: Clock, registry: Registry): RawHandler {
  const counted = new Counter({
    name: 'opportune_csp_reports_total',
    help: 'Reports that the console wanted what its Content-Security-Policy refuses',
    labelNames: ['directive'],
    registers: [registry],
  });
  const lines = { minute: 0, written: 0 };
  const write = (report: Report): void => {
    const minute = Math.floor(clock.now() / 60_000);
    if (minute !== lines.minute) Object.assign(lines, { minute, written: 0 });
    lines.written += 1;
    if (lines.written > reportingLimits.linesPerMinute) return;
    log.warn('the console’s content security policy refused something', { ...report });
  };
  return (request, response) => {
    if (request.method !== 'POST')
      return answerRawProblem(response, 'request.method', { allow: 'POST' });
    void bodyOf(request).then(
      (text) => {
        for (const report of reportsIn(text)) {
          counted.inc({ directive: report.directive });
          write(report);
        }
        response.writeHead(204).end();
      },
      () => answerRawProblem(response, 'request.too_large', { connection: 'close' }),
    );
  };
}

/** Rejects if the body exceeds the bound. */
async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > reportingLimits.bodySizeBytes) throw new Error('the report is too large');
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function reportsIn(text: string): readonly Report[] {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return [];
  }
  const old = Old.safeParse(json);
  if (old.success) {
    const report = old.data['csp-report'];
    const directive = report['effective-directive'] ?? report['violated-directive']?.split(' ')[0];
    return [reportOf(directive, report['blocked-uri'], report['document-uri'])];
  }
  const fresh = New.safeParse(json);
  if (!fresh.success) return [];
  return fresh.data
    .filter(({ type }) => type === 'csp-violation')
    .slice(0, reportingLimits.reports)
    .map(({ body }) => reportOf(body.effectiveDirective, body.blockedURL, body.documentURL));
}

function reportOf(directive = '', blocked: string | undefined, page: string | undefined): Report {
  return {
    directive: directives.has(directive) ? directive : 'other',
    blocked: short(blocked),
    page: short(page),
  };
}

/** The URL without query and fragment, which may contain private data. */
function short(address = ''): string {
  return (address.split(/[?#]/)[0] ?? '').slice(0, 200);
}
