// Reads the page of a site, with up to three stylesheets of its own origin, to propose colours of
// its brand. Only public addresses are connected to, nothing is run or kept, and time, bytes and
// requests are bounded.
import { stylesOf } from '@opportune/core/brand/page-styles.ts';
import { coloursOf } from '@opportune/core/brand/site-colours.ts';
import type { Budgets } from '@opportune/core/ports/budgets.ts';
import type { Clock } from '@opportune/core/world/world.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import { brandReading, type ReadBrand } from '@opportune/protocol/rest/brand.ts';
import { type Outbound, readBeginning, type Reached } from '../http/outbound/bounded-request.ts';
import { refuse } from '../http/problem/refusal.ts';

export type Reach = (request: Outbound) => Promise<Reached>;

export interface BrandReadingParts {
  readonly clock: Clock;
  readonly budgets: Budgets;
  readonly originsOf: (account: AccountId, site: string) => Promise<readonly string[]>;
  readonly reach: Reach;
}

export interface BrandReading {
  read(account: AccountId, site: string): Promise<ReadBrand>;
}

type Answered = Extract<Reached, { type: 'answered' }>;
/** One request. The time that is left is shared by all of a reading. */
type Ask = (url: URL, accept: string) => Promise<Reached>;

export function createBrandReading(parts: BrandReadingParts): BrandReading {
  const { clock, budgets, originsOf, reach } = parts;
  return {
    async read(account, id) {
      const origins = await originsOf(account, id);
      const origin = origins.find((each) => !each.includes('*'));
      if (origin === undefined) throw refuse('brand.no_origin');
      const reading = { budget: 'brand.readings', payer: account, amount: 1 } as const;
      const retryAfterMs = budgets.charge([reading]);
      if (retryAfterMs > 0) throw refuse('rate.account', { retryAfterMs });
      const until = clock.now() + brandReading.withinMs;
      const ask: Ask = (url, accept) => {
        const headers = { accept, 'accept-encoding': 'identity', 'user-agent': 'Opportune' };
        const withinMs = Math.max(1, until - clock.now());
        return reach({ url: url.href, method: 'GET', headers, withinMs });
      };
      const { page, html } = await readPage(ask, new URL(origin));
      const sheets = await readSheets(ask, page, html);
      const colours = [...coloursOf(html, sheets)];
      if (colours.length === 0) throw refuse('brand.no_colours');
      return { page: page.href, colours };
    },
  };
}

/** The page, after redirects on its own host. */
async function readPage(ask: Ask, first: URL): Promise<{ page: URL; html: string }> {
  let page = first;
  for (let redirects = 0; ; redirects++) {
    const reached = await ask(page, 'text/html');
    if (reached.type !== 'answered') throw refuse('brand.unreachable');
    const next = redirectOf(reached, page);
    if (next === null) return { page, html: await htmlOf(reached) };
    reached.body.destroy();
    if (!isSameHost(page, next)) throw refuse('brand.elsewhere');
    if (redirects === brandReading.redirects) throw refuse('brand.not_a_page');
    page = next;
  }
}

function redirectOf({ status, headers }: Answered, from: URL): URL | null {
  if (status < 300 || status >= 400 || headers.location === undefined) return null;
  return URL.parse(headers.location, from.href);
}

/** The same origin, or from http to https on the same host. */
function isSameHost(from: URL, to: URL): boolean {
  const isSecured = from.protocol === 'http:' && to.protocol === 'https:';
  const isSame = isSecured
    ? from.hostname === to.hostname && to.port === ''
    : from.origin === to.origin;
  return isSame && to.username === '' && to.password === '';
}

async function htmlOf({ status, headers, body }: Answered): Promise<string> {
  const type = headers['content-type'] ?? '';
  if (status === 200 && /^(text\/html|application\/xhtml\+xml)\b/i.test(type))
    return readBeginning(body, brandReading.pageBytes);
  body.destroy();
  throw refuse('brand.not_a_page');
}

/** What can be read of the first stylesheets. One that fails is left out. */
function readSheets(ask: Ask, page: URL, html: string): Promise<string[]> {
  const addresses = new Map<string, URL>();
  for (const written of stylesOf(html).sheets) {
    const url = URL.parse(written, page.href);
    if (url?.origin === page.origin && url.username === '' && url.password === '')
      addresses.set(url.href, url);
    if (addresses.size === brandReading.sheets) break;
  }
  return Promise.all([...addresses.values()].map((url) => readSheet(ask, url)));
}

async function readSheet(ask: Ask, url: URL): Promise<string> {
  const reached = await ask(url, 'text/css');
  if (reached.type !== 'answered') return '';
  const { status, headers, body } = reached;
  if (status === 200 && /^text\/css\b/i.test(headers['content-type'] ?? ''))
    return readBeginning(body, brandReading.sheetBytes);
  body.destroy();
  return '';
}
