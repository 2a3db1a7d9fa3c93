// What masking costs an event: for the ordinary events of a shop, which hold no number of 13
// digits, for the same events with a card number, and for events with an account's own patterns.
// Also what it costs for the largest text file with hostile content.
import { cardsOnly, compileMask, type Mask } from '@opportune/core/masking/mask.ts';
import { maskEvent } from '@opportune/core/masking/ways-in.ts';
import { setImmediate } from 'node:timers/promises';
import { maskFile } from '@opportune/server/writing/attachments/mask-file.ts';
import { median, rounded, type BenchRow } from './row.ts';

const rounds = 9;
const perRound = 100_000;

const page = {
  url: 'https://shop.aldermoor.example/product/orla-floor-lamp?utm_source=newsletter&utm_medium=email',
  path: '/product/orla-floor-lamp',
  search: '?utm_source=newsletter&utm_medium=email',
  title: 'Orla floor lamp, brass · Aldermoor',
  referrer: 'https://www.aldermoor.example/lighting',
};
const id = '0199a8b2-7c31-7d2e-9f10-3a5b6c7d8e9f';
/** One page view among four smaller events, as the tag sends them. */
const events: readonly unknown[] = [
  { id, kind: 'page', name: 'Page', at: 1763726400000, pageView: id, page, properties: {} },
  ...['Scroll Reached', 'Idle Started', 'Page Hidden'].map((name) => ({
    ...{ id, kind: 'track', name, at: 1763726400000, pageView: id },
    properties: { percent: 50 },
  })),
  {
    ...{ id, kind: 'track', name: 'Product Viewed', at: 1763726400000, pageView: id },
    properties: { product_id: 'orla', name: 'Orla floor lamp', price: 289, category: 'Lighting' },
  },
];
const withCard = [{ id, kind: 'page', page: { ...page, search: '?q=4111 1111 1111 1111' } }];
/**
 * The costliest contents of several tried: everything looks like a card number and nothing is one,
 * or everything is one.
 */
const hostile = ['4 ', '4-1-', '4111111111111111\n', '%34', 'DE89 '] as const;
const fileBytes = 10 * 1024 * 1024;
const own = { name: 'customer', expression: '\\bK-[0-9]{6}\\b', replacement: '[customer]' };

export async function* maskingRows(): AsyncIterable<BenchRow> {
  const cards = compileMask(cardsOnly);
  const patterns = compileMask({ ibans: true, patterns: [{ ...own, events: true }] });
  yield row(
    'masking.event.ns',
    '≤ 500',
    cards,
    events,
    'a page view and four smaller events by turns, no number of 13 digits in them; processor time',
  );
  yield row('masking.event.card.ns', '', cards, withCard, 'a page view with a card in its query');
  yield row(
    'masking.event.own.ns',
    '',
    patterns,
    events,
    'the same events, IBANs and one own pattern in events on',
  );
  yield await fileRow();
}

async function fileRow(): Promise<BenchRow> {
  const mask = compileMask({ ibans: true, patterns: [] });
  const seconds: { readonly line: string; readonly value: number }[] = [];
  for (const line of hostile) {
    const bytes = new TextEncoder().encode(line.repeat(fileBytes / line.length));
    const start = process.cpuUsage();
    await maskFile(mask, { mediaType: 'text/plain', bytes }, setImmediate);
    const { user, system } = process.cpuUsage(start);
    seconds.push({ line, value: rounded((user + system) / 1e6, 2) });
  }
  const each = seconds.map(({ line, value }) => `${JSON.stringify(line)} ${value}`).join(', ');
  const value = Math.max(...seconds.map((one) => one.value));
  const how = `10 MiB of plain text, IBANs on, processor time, the costliest of: ${each}`;
  return { name: 'masking.file.s', value, unit: 's', target: '≤ 2', how };
}

function row(
  name: string,
  target: string,
  mask: Mask,
  over: readonly unknown[],
  what: string,
): BenchRow {
  const measured = Array.from({ length: rounds }, () => measure(mask, over));
  const how = `${what}; median of ${rounds} rounds of ${perRound}, ${rounded(Math.min(...measured))} to ${rounded(Math.max(...measured))}`;
  return { name, value: rounded(median(measured)), unit: 'ns', target, how };
}

/** Nanoseconds per event. */
function measure(mask: Mask, over: readonly unknown[]): number {
  let changed = 0;
  const start = process.cpuUsage();
  for (let at = 0; at < perRound; at++) {
    const event = over[at % over.length];
    if (maskEvent(mask, event) !== event) changed++;
  }
  const used = process.cpuUsage(start);
  const ns = ((used.user + used.system) * 1e3) / perRound;
  if (changed !== 0 && changed !== perRound)
    throw new Error('some events changed and some did not');
  return ns;
}
