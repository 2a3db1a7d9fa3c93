// Reads a web server's log in the combined format into visits of page views: what the site's
// visitors, people and bots, asked for. Requests for pictures, styles and scripts are no pages.
import { EventId, VisitorId } from '@opportune/protocol/ids.ts';
import { eventName } from '@opportune/protocol/behaviour/event.ts';
import { fingerprint, longestPauseMs } from './clickstream.ts';
import type { RecordedEvent, RecordedVisit } from './clickstream.ts';

export interface LoggedVisit extends RecordedVisit {
  readonly userAgent: string;
  readonly referrer: string;
}

export interface Weblog {
  readonly visits: readonly LoggedVisit[];
  readonly lines: number;
  /** Lines that are not of the format; they are counted and left out. */
  readonly unread: number;
  /** Requests that are no page views. */
  readonly assets: number;
}

interface Request {
  readonly line: number;
  readonly address: string;
  readonly at: number;
  readonly path: string;
  readonly referrer: string;
  readonly userAgent: string;
}

const format = /^(\S+) \S+ \S+ \[([^\]]+)\] "[A-Z]+ (\S+)[^"]*" \d{3} \S+ "([^"]*)" "([^"]*)"/;
const asset = /\.(?:png|jpe?g|gif|ico|svg|css|js|woff2?|ttf|eot|mp4|webm|pdf|zip|gz|xml|txt)$/i;
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Each address with its user agent is one visitor; `file` and `run` salt the ids. */
export function readWeblog(text: string, file: string, run: string): Weblog {
  const lines = text.split('\n').filter((line) => line !== '');
  const requests = lines.flatMap((line, index) => requestOf(line, index + 1) ?? []);
  const pages = requests.filter((request) => !asset.test(request.path));
  const byVisitor = Map.groupBy(pages, (request) => `${request.address}|${request.userAgent}`);
  const visits = [...byVisitor].map(([who, own]) => visitOf(`${file}|${run}`, who, own));
  visits.sort((a, b) => a.startsAt - b.startsAt || (a.visitor < b.visitor ? -1 : 1));
  return {
    visits,
    lines: lines.length,
    unread: lines.length - requests.length,
    assets: requests.length - pages.length,
  };
}

function requestOf(text: string, line: number): Request | null {
  const [, address, time = '', path = '', referrer = '', userAgent = ''] = format.exec(text) ?? [];
  const at = instantOf(time);
  if (address === undefined || at === null) return null;
  return {
    line,
    address,
    at,
    path: path.replace(/[?#].*$/, '').slice(0, 500),
    referrer: referrer === '-' ? '' : referrer,
    userAgent,
  };
}

const instant = /^(\d{2})\/([A-Z][a-z]{2})\/(\d{4}):(\d{2}:\d{2}:\d{2}) ([+-]\d{2})(\d{2})$/;

/** `17/May/2015:12:05:03 +0200`, as the server's own clock says it, as milliseconds. */
function instantOf(text: string): number | null {
  const [, day, name = '', year, time, hours, minutes] = instant.exec(text) ?? [];
  const month = String(months.indexOf(name) + 1).padStart(2, '0');
  const at = Date.parse(`${year}-${month}-${day}T${time}${hours}:${minutes}`);
  return Number.isNaN(at) ? null : at;
}

function visitOf(salt: string, who: string, requests: readonly Request[]): LoggedVisit {
  const ordered = requests.toSorted((a, b) => a.at - b.at || a.line - b.line);
  const [first] = ordered;
  let offsetMs = 0;
  let before = first?.at ?? 0;
  const events = ordered.map((request): RecordedEvent => {
    offsetMs += Math.min(longestPauseMs, Math.max(0, request.at - before));
    before = request.at;
    const id = EventId.parse(fingerprint(`${salt}|${request.line}`));
    return {
      id,
      kind: 'page',
      name: eventName.page,
      path: request.path,
      title: request.path,
      properties: {},
      offsetMs,
    };
  });
  return {
    visitor: VisitorId.parse(fingerprint(`${salt}|${who}`)),
    startsAt: first?.at ?? 0,
    events,
    userAgent: first?.userAgent ?? '',
    referrer: first?.referrer ?? '',
  };
}
