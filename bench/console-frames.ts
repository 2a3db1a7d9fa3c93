// How smoothly the console draws with 2,000 moving visitors and 500 waiting conversations: the time
// between frames at rest and while somebody scrolls, in a real Chromium against a real server. An
// agent's browser has a machine of its own, but here all share the cores, so server and generator
// run at a lower priority than the browser.
import type { Browser, CDPSession, Page } from 'playwright-core';
import {
  administrator,
  eventually,
  openBrowser,
  openConsole,
  type Product,
} from '../test/e2e/product.test-support.ts';
import { openLoad, type Load } from './intake-client.ts';
import { startMeasured } from './measured-product.ts';
import { stepBack } from './process-use.ts';
import { percentile, rounded, type BenchRow } from './row.ts';
import { beginConversations } from '../test/support/talking-visitors.test-support.ts';

const visitors = 2_000;
const waiting = 500;
const movesPerSecond = 200;
const watchedMs = 8_000;
/** A fast hand: at least fifty rows a second. */
const scrolledPxPerSecond = 3_600;

interface Frames {
  /** Time between two frames, in ms. Sorted. */
  readonly gapsMs: Float64Array;
  /** Tasks of the main thread longer than 50 ms. */
  readonly longTasks: number;
  readonly longestTaskMs: number;
  /** Rows in the document. */
  readonly rows: number;
  /** The main thread's own processor time for each frame. Other programs are not counted. */
  readonly busyMs: number;
}

/** Measures each list at rest and while it is scrolled. */
export async function* consoleFrameRows(): AsyncIterable<BenchRow> {
  const product = await startMeasured();
  const browser = await openBrowser();
  try {
    stepBack(product.pid, 'with descendants');
    stepBack(process.pid, 'alone');
    const { shop, load } = await openShop(product);
    try {
      const page = await openConsole(browser, product, '/visitors', administrator);
      await visitorsShown(page);
      const going = load.run({
        eventsPerSecond: movesPerSecond,
        framesOf: 1,
        durationMs: 4 * watchedMs + 60_000,
      });
      const list = '.list .scroller';
      const live = await framesOf(page, list, false);
      const liveScrolled = await framesOf(page, list, true);
      const inboxPage = await openWaiting(browser, product, shop);
      const inbox = await framesOf(inboxPage, '.convs .scroller', false);
      const inboxScrolled = await framesOf(inboxPage, '.convs .scroller', true);
      const all = { live, liveScrolled, inbox, inboxScrolled };
      yield rowOf(all);
      yield busyOf(all);
      yield tasksOf(all);
      void going.catch(() => {});
    } finally {
      await load.close();
    }
  } finally {
    await browser.close();
    await product.close();
  }
}

type All = Readonly<Record<'live' | 'liveScrolled' | 'inbox' | 'inboxScrolled', Frames>>;

function rowOf(all: All): BenchRow {
  const p95 = Object.values(all).map(({ gapsMs }) => percentile(gapsMs, 0.95));
  const each = Object.entries(all).map(
    ([name, { gapsMs, rows }]) =>
      `${name} p50 ${rounded(percentile(gapsMs, 0.5))}, p95 ${rounded(percentile(gapsMs, 0.95))}, p99 ${rounded(percentile(gapsMs, 0.99))} with ${rows} rows drawn`,
  );
  return {
    name: 'console.frames.p95.ms',
    value: rounded(Math.max(...p95)),
    unit: 'ms',
    target: '<= 17.5',
    how: `the slowest of four: ${each.join('; ')}; ${visitors} visitors, each at its own address, who move ${movesPerSecond} times a second, ${waiting} waiting conversations, ${watchedMs / 1000} s each, scrolled by wheel at ${scrolledPxPerSecond} px a second with the pointer on the list; Chromium without a graphics card; server and generator on the same cores at a lower priority`,
  };
}

function busyOf(all: All): BenchRow {
  const each = Object.entries(all).map(([name, { busyMs }]) => `${name} ${rounded(busyMs)}`);
  return {
    name: 'console.frame.busy.ms',
    value: rounded(Math.max(...Object.values(all).map(({ busyMs }) => busyMs))),
    unit: 'ms',
    target: '<= 10',
    how: `processor time of the page's main thread for each frame, the greatest of four: ${each.join('; ')}; the same load`,
  };
}

function tasksOf(all: All): BenchRow {
  const each = Object.entries(all).map(
    ([name, { longTasks, longestTaskMs }]) =>
      `${name} ${longTasks}, the longest ${rounded(longestTaskMs)} ms`,
  );
  return {
    name: 'console.longest_task.ms',
    value: rounded(Math.max(...Object.values(all).map(({ longestTaskMs }) => longestTaskMs))),
    unit: 'ms',
    target: '',
    how: `longest task of the main thread, as the browser reports it; 0 if none took longer than 50 ms; number of long tasks: ${each.join('; ')}`,
  };
}

interface Opened {
  readonly shop: { readonly url: string; readonly key: string; readonly origin: string };
  readonly load: Load;
}

async function openShop(product: Product): Promise<Opened> {
  const { items } = await product.call<{ items: { writeKey: string; origins: string[] }[] }>(
    'GET',
    '/sites',
  );
  const shop = {
    url: product.url,
    key: items[0]?.writeKey ?? '',
    origin: items[0]?.origins[0] ?? '',
  };
  const routing = await product.call<object>('GET', '/routing');
  await product.call('PUT', '/routing', { ...routing, mode: 'pick' });
  const load = await openLoad({
    ...shop,
    prefix: 'moving-',
    visitors,
    connectPerSecond: 400,
    answerEngagements: false,
    events: Array.from({ length: 40 }, (_, at) => ({
      kind: 'page' as const,
      name: `Page ${at}`,
      path: `/product/${at}`,
      properties: {},
    })),
  });
  // Every visitor is on a page before the measurement starts.
  await load.run({ eventsPerSecond: 500, framesOf: 1, durationMs: (visitors / 500) * 1000 });
  return { shop, load };
}

async function visitorsShown(page: Page): Promise<void> {
  const shown = async (): Promise<number> =>
    Number(await page.locator('.grid-place[role=grid]').getAttribute('aria-rowcount'));
  await eventually(shown, (count) => count > visitors * 0.95, 60_000);
}

async function openWaiting(
  browser: Browser,
  product: Product,
  shop: Opened['shop'],
): Promise<Page> {
  await beginConversations(shop, waiting);
  const page = await openConsole(browser, product, '/inbox', administrator);
  const heading = page.locator('.convs section .group .num').first();
  await eventually(
    async () => Number(await heading.textContent()),
    (count) => count >= waiting,
    60_000,
  );
  return page;
}

/** Counted in the page, so that the browser driver does not disturb the figures. */
async function framesOf(page: Page, scroller: string, scrolls: boolean): Promise<Frames> {
  await page.bringToFront();
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
  const busyS = async (): Promise<number> =>
    (await cdp.send('Performance.getMetrics')).metrics.find(({ name }) => name === 'TaskDuration')
      ?.value ?? Number.NaN;
  const before = await busyS();
  const turning = scrolls ? turnWheel(page, cdp, scroller) : Promise.resolve();
  const seen = await page.evaluate(
    async ({ selector, forMs }) => {
      const list = document.querySelector(selector);
      if (list === null) throw new Error(`no ${selector}`);
      const tasks: number[] = [];
      const observer = new PerformanceObserver((entries) => {
        for (const { duration } of entries.getEntries()) tasks.push(duration);
      });
      observer.observe({ entryTypes: ['longtask'] });
      const gaps: number[] = [];
      await new Promise<void>((resolve) => {
        const startedAt = performance.now();
        let before = startedAt;
        const frame = (now: number): void => {
          gaps.push(now - before);
          before = now;
          if (now - startedAt < forMs) requestAnimationFrame(frame);
          else resolve();
        };
        requestAnimationFrame(frame);
      });
      observer.disconnect();
      const rows = list.querySelectorAll('a.conv, .line').length;
      return { gaps: gaps.slice(1), tasks, rows, scrolledPx: list.scrollTop };
    },
    { selector: scroller, forMs: watchedMs },
  );
  const busyMs = (((await busyS()) - before) * 1000) / seen.gaps.length;
  await turning;
  const leastPx = scrolls ? (scrolledPxPerSecond * watchedMs) / 2000 : 0;
  if (seen.scrolledPx < leastPx) throw new Error(`scrolled no further than ${seen.scrolledPx} px`);
  await cdp.detach();
  return {
    busyMs,
    gapsMs: Float64Array.from(seen.gaps).sort(),
    longTasks: seen.tasks.length,
    longestTaskMs: Math.max(0, ...seen.tasks),
    rows: seen.rows,
  };
}

/** Scrolls down the list as a hand does, with the pointer on the list. */
async function turnWheel(page: Page, cdp: CDPSession, scroller: string): Promise<void> {
  const box = await page.locator(scroller).boundingBox();
  if (box === null) throw new Error(`no ${scroller}`);
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await cdp.send('Input.synthesizeScrollGesture', {
    ...{ x, y, yDistance: (-scrolledPxPerSecond * watchedMs) / 1000, speed: scrolledPxPerSecond },
    gestureSourceType: 'mouse',
  });
}
