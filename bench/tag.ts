// The tag's figures: the bytes of each bundle as the server sends it, and the longest task that the
// tag causes on the page's main thread while a page loads, in a real Chromium with its CPU slowed 4
// times.
import type { Browser } from 'playwright-core';
import { buildTag } from '../packages/tag/build.ts';
import { openBrowser, shopPage } from '../packages/tag/test/browser.test-support.ts';
import { engagement, startPeer } from '../packages/tag/test/peer.test-support.ts';
import type { Peer } from '../packages/tag/test/peer.test-support.ts';
import type { BenchRow as Row } from './row.ts';

const loads = 7;
const slowdown = 4;

/** One entry of a Chromium trace. Times in µs. */
interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly tid: number;
  readonly pid: number;
  readonly ts: number;
  readonly dur?: number;
  /** In the thread's own processor time. */
  readonly tdur?: number;
  readonly args?: { readonly data?: { readonly url?: string } };
}

/** Yields the figures `tag.*`. */
export async function* tagRows(): AsyncIterable<Row> {
  const { brotli } = await buildTag();
  const how = 'brotli at quality 11 of the minified bundle, as served';
  yield { name: 'tag.core.brotli', value: brotli.core, unit: 'B', target: '<= 6144', how };
  yield { name: 'tag.engage.brotli', value: brotli.engage, unit: 'B', target: '<= 8192', how };
  yield { name: 'tag.window.brotli', value: brotli.window, unit: 'B', target: '<= 30720', how };
  yield { name: 'tag.call.brotli', value: brotli.call, unit: 'B', target: '<= 20480', how };
  yield {
    name: 'tag.polls.brotli',
    value: brotli.polls,
    unit: 'B',
    target: '',
    how: `${how}; loaded only where sockets are blocked`,
  };
  yield {
    name: 'tag.blocking.ms',
    value: await longestTaskMs(),
    unit: 'ms',
    target: '<= 50',
    how: `longest main-thread task in which code of the tag ran, in the thread's processor time (slowed, without other programs), median of ${loads} page loads with contact button and toast, headless Chromium, CPU slowed ${slowdown} times`,
  };
}

async function longestTaskMs(): Promise<number> {
  const peer = await startPeer();
  const browser = await openBrowser();
  try {
    peer.settings = { ...peer.settings, contactButton: { shown: true, label: 'Chat with us' } };
    peer.pages.set('/', { html: shopPage() });
    const longest: number[] = [];
    for (let load = 0; load < loads; load += 1)
      longest.push(longestOf(await traceLoad(browser, peer), peer.tagOrigin));
    const median = longest.sort((one, other) => one - other)[Math.floor(loads / 2)] ?? 0;
    if (median === 0) throw new Error('no task of the tag was seen in the trace');
    return Math.round(median * 10) / 10;
  } finally {
    await browser.close();
    await peer.close();
  }
}

async function traceLoad(browser: Browser, peer: Peer): Promise<readonly TraceEvent[]> {
  const page = await browser.newPage();
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
  peer.received.length = 0;
  await browser.startTracing(page, {
    categories: ['devtools.timeline', 'toplevel', 'disabled-by-default-devtools.timeline'],
  });
  await page.goto(`${peer.pageOrigin}/`);
  await peer.until('the page view', () => peer.names().includes('Page'));
  peer.send({ type: 'engage', engagement: engagement() });
  await peer.until('the toast', () => peer.names().includes('Engagement Shown'));
  const trace = await browser.stopTracing();
  await page.close();
  const { traceEvents }: { traceEvents: readonly TraceEvent[] } = JSON.parse(
    trace.toString('utf8'),
  );
  return traceEvents;
}

/** The longest task that contains an event with the tag's address, in ms of its thread's time. */
function longestOf(trace: readonly TraceEvent[], origin: string): number {
  const ours = trace.filter(
    ({ ph, args }) =>
      ph === 'X' && args?.data?.url?.startsWith(origin) && !args.data.url.includes('/v1/'),
  );
  const tasks = trace.filter(({ name, ph }) => ph === 'X' && name.endsWith('RunTask'));
  let longest = 0;
  for (const { pid, tid, ts, dur = 0, tdur = 0 } of ours) {
    const task = tasks.find(
      (each) =>
        each.pid === pid &&
        each.tid === tid &&
        each.ts <= ts &&
        each.ts + (each.dur ?? 0) >= ts + dur,
    );
    longest = Math.max(longest, (task?.tdur ?? tdur) / 1000);
  }
  return longest;
}
