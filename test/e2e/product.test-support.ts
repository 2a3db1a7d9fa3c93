// The started product for browser tests, in a folder of its own, with the demo shop. The browsers
// look like people's, because bots enter no campaign. The product runs in the process of the test,
// which loads it once for all its files. If a test ends or measures the product, it runs in a
// process of its own, started by its command line.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Browser, Page } from 'playwright-core';
import nodeEnvironment from '@opportune/server/node-environment.json' with { type: 'json' };
import nodeFlags from '@opportune/server/node-flags.json' with { type: 'json' };
import { migratedDataFolder, testLog } from '@opportune/server/adapter/engines.test-support.ts';
import { openEngines } from '@opportune/server/adapter/engines.ts';
import {
  type ProductGround,
  productGround,
} from '@opportune/server/adapter/product-engines.test-support.ts';
import { quickCost } from '@opportune/server/account/passwords/quick-cost.test-support.ts';
import { readCommandLine } from '@opportune/server/config.ts';
import { consoleDe } from '@opportune/words/de/desk/console.ts';
import { consoleEn } from '@opportune/words/en/desk/console.ts';
import { consoleEs } from '@opportune/words/es/desk/console.ts';
import {
  openBrowser as launchBrowser,
  opened,
  personAgent,
} from '../../packages/tag/test/browser.test-support.ts';

/** Somebody who may sign in to the console. */
export interface Person {
  readonly email: string;
  readonly password: string;
}

export const administrator: Person = {
  email: 'mara@aldermoor.example',
  password: 'tall trees over quiet water',
};

export interface Product {
  readonly url: string;
  /** Empty if the demo is off. */
  readonly shopUrl: string;
  /** The process in which it runs. */
  readonly pid: number;
  /** The administrator's bearer token. */
  readonly token: string;
  /** Calls the API as the administrator. Returns the parsed body. Throws on a refusal. */
  call<Answer>(method: string, path: string, body?: unknown): Promise<Answer>;
  close(): Promise<void>;
}

const root = path.resolve(import.meta.dirname, '..', '..');
const startMs = 180_000;
/** `npm run test:processes`: each product runs with several processes, where no test has its engines. */
export const isSeveral = Number(process.env['OPPORTUNE_PROCESSES'] ?? 1) > 1;

export interface StartOptions {
  /** A data folder of the caller's. Default: one that is removed at the end. */
  readonly dataFolder?: string;
  readonly port?: number;
  readonly demo?: boolean;
  /** Of the caller's, which reads or writes its engines. */
  readonly ground?: ProductGround;
  /** Whether the administrator has entered their name. Default: true. */
  readonly named?: boolean;
  /** Runs in a process of its own. */
  readonly apart?: boolean;
  /** Whether what a product apart logs is shown on standard error. Default: false. */
  readonly logged?: boolean;
  /** Further options of the start. */
  readonly environment?: Readonly<Record<string, string>>;
}

type Running = Pick<Product, 'url' | 'shopUrl' | 'pid' | 'close'>;

export async function startProduct({
  dataFolder,
  port = 0,
  demo = true,
  named = true,
  apart = false,
  logged = false,
  environment = {},
  ground,
}: StartOptions = {}): Promise<Product> {
  const isApart = apart || (isSeveral && ground === undefined);
  const { folder, open } = ground ?? (await groundOf(dataFolder, isApart));
  const options = {
    ...process.env,
    ...environment,
    OPPORTUNE_DATA: folder.path,
    OPPORTUNE_PORT: String(port),
    OPPORTUNE_DEMO_PORT: demo ? '0' : 'off',
    OPPORTUNE_ADMIN_EMAIL: administrator.email,
    OPPORTUNE_ADMIN_PASSWORD: administrator.password,
  };
  let running: Running | undefined;
  const close = async (): Promise<void> => {
    await running?.close();
    folder.remove();
  };
  try {
    running = await (isApart ? runApart(options, { demo, logged }) : runHere(options, open));
    const { url, shopUrl, pid } = running;
    const { token } = await request<{ token: string }>(
      url,
      null,
      'POST',
      '/session',
      administrator,
    );
    const call: Product['call'] = (method, at, body) => request(url, token, method, at, body);
    if (named) await call('PUT', '/my-name', { name: 'Administrator' });
    return { url, shopUrl, pid, token, call, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function groundOf(dataFolder: string | undefined, apart: boolean): Promise<ProductGround> {
  if (dataFolder !== undefined)
    return { folder: { path: dataFolder, remove() {} }, open: openEngines };
  return apart ? { folder: await migratedDataFolder(), open: openEngines } : productGround();
}

async function runHere(options: NodeJS.ProcessEnv, open: ProductGround['open']): Promise<Running> {
  const command = readCommandLine([], options);
  if (command.type !== 'start') throw new Error('no arguments start a server');
  // Imported only here: a test with the product apart does not load it.
  const { startServer } = await import('@opportune/server/server.ts');
  const config = { ...command.config, passwordCost: quickCost };
  const server = await startServer(config, testLog(), open);
  return {
    url: server.url,
    shopUrl: server.shopUrl ?? '',
    pid: process.pid,
    close: () => server.close(),
  };
}

async function runApart(
  options: NodeJS.ProcessEnv,
  { demo, logged }: { readonly demo: boolean; readonly logged: boolean },
): Promise<Running> {
  const program = path.join(root, 'packages', 'server', 'main.ts');
  const child = spawn(process.execPath, [...nodeFlags, program], {
    stdio: ['ignore', 'pipe', logged ? 'inherit' : 'ignore', 'ipc'],
    env: { ...nodeEnvironment, ...options },
  });
  const close = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
  };
  try {
    return { ...(await addresses(child, demo)), pid: child.pid ?? 0, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/**
 * A product and a browser for the tests of a file. If one cannot start, neither is left running.
 */
export async function startWithBrowser({
  whole = false,
  ...options
}: StartOptions & { readonly whole?: boolean } = {}): Promise<[Product, Browser]> {
  const opening = [startProduct(options), openBrowser({ whole })] as const;
  const [product, browser] = await Promise.allSettled(opening);
  if (product.status === 'rejected') {
    if (browser.status === 'fulfilled') await browser.value.close();
    throw product.reason;
  }
  if (browser.status === 'rejected') {
    await product.value.close();
    throw browser.reason;
  }
  return [product.value, browser.value];
}

/** Reads both addresses from what the start prints for people. */
async function addresses(
  child: ChildProcess,
  demo: boolean,
): Promise<{ url: string; shopUrl: string }> {
  if (child.stdout === null) throw new Error('the product has no output');
  const said: string[] = [];
  const late = setTimeout(() => child.kill('SIGKILL'), startMs);
  for await (const line of createInterface({ input: child.stdout })) {
    said.push(line);
    const url = /Console\s+(\S+)/.exec(said.join('\n'))?.[1];
    const shopUrl = /Demo shop\s+(\S+)/.exec(said.join('\n'))?.[1];
    if (url === undefined || (demo && shopUrl === undefined)) continue;
    clearTimeout(late);
    child.stdout.resume();
    return { url, shopUrl: shopUrl ?? '' };
  }
  clearTimeout(late);
  throw new Error(`the product did not start:\n${said.join('\n')}`);
}

export async function request<Answer>(
  url: string,
  token: string | null,
  method: string,
  at: string,
  body?: unknown,
): Promise<Answer> {
  const response = await fetch(`${url}/api/v1${at}`, {
    method,
    headers: {
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${at}: ${response.status} ${text}`);
  return JSON.parse(text) as Answer;
}

/**
 * A browser for people: its pages cannot see that a program drives it. It also names itself as a
 * person's browser in requests sent while a page is left, which `opened` cannot change. The
 * headless shell still names itself there, so its visitor counts as a bot from then on. If visitors
 * go from page to page and must enter a campaign, ask for a `whole` browser.
 */
export function openBrowser({
  whole = false,
  flags: more = [],
}: { readonly whole?: boolean; readonly flags?: readonly string[] } = {}): Promise<Browser> {
  const own = ['--disable-blink-features=AutomationControlled', `--user-agent=${personAgent}`];
  const flags = [...own, ...more];
  return launchBrowser({ flags, without: ['UserAgentClientHint'], whole });
}

/** A new person: an empty browser profile. The tag's shadow roots are open to the test. */
export async function newPerson(
  browser: Browser,
  size = { width: 1280, height: 800 },
): Promise<Page> {
  return (await opened(browser, { viewport: size })).newPage();
}

interface Opened {
  readonly product: Product;
  readonly email: string;
}

/** The product and the person of each console page. */
const openedBy = new WeakMap<Page, Opened>();
/** Console pages that tests have left. */
const leftPages = new WeakMap<Product, Page[]>();

/**
 * Opens a page of the console for a person of the account, signed in and online. Default: the
 * administrator. Reuses a page that the same person has left, because its browser has the console
 * cached and loads it in half the time.
 */
export async function openConsole(
  browser: Browser,
  product: Product,
  at: string,
  person: Person = administrator,
): Promise<Page> {
  const left = leftPages.get(product) ?? [];
  const found = left.findIndex(
    (page) => page.context().browser() === browser && openedBy.get(page)?.email === person.email,
  );
  const [again] = found < 0 ? [] : left.splice(found, 1);
  if (again !== undefined) {
    await again.goto(product.url + at);
    await again.locator('.rail').waitFor();
    return again;
  }
  const { page, user } = await signIn(browser, product, person);
  await page.goto(product.url + at);
  await page.locator('.rail').waitFor();
  // This person in particular: somebody who left a moment ago is still online but gets nothing.
  await eventually(
    () => product.call<{ agents: { user: string; state: string }[] }>('GET', '/agents'),
    ({ agents }) => agents.some((each) => each.user === user && each.state === 'online'),
  );
  openedBy.set(page, { product, email: person.email });
  return page;
}

/** Leaves a page of `openConsole` for the next test that opens the console as the same person. */
export function leaveConsole(page: Page): void {
  const product = openedBy.get(page)?.product;
  if (product === undefined) throw new Error('this page opened no console');
  leftPages.set(product, [...(leftPages.get(product) ?? []), page]);
}

/**
 * An empty page whose browser is signed in. Only tests of signing in use the form. This sets the
 * same cookie.
 */
export async function signIn(
  browser: Browser,
  { url }: Product,
  person: Person = administrator,
): Promise<{ readonly page: Page; readonly user: string }> {
  const page = await newPerson(browser, { width: 1440, height: 900 });
  const signedIn = await page.request.post(`${url}/api/v1/session`, { data: person });
  if (!signedIn.ok()) throw new Error(`${signedIn.status()} ${await signedIn.text()}`);
  const me: { user: { id: string } } = await signedIn.json();
  return { page, user: me.user.id };
}

/** The title shown at an unknown address, in each language. */
const nowhereTitle = new RegExp(
  [consoleEn, consoleDe, consoleEs].map((words) => `^${words['page.missing.title']}$`).join('|'),
);

/**
 * Goes to a page of the console as a link in it does, via an unknown address: when that page has
 * gone, nothing of the previous page is left. A reload would take five times as long.
 */
export async function goTo(page: Page, at: string): Promise<void> {
  const follow = (to: string) => page.evaluate((href) => history.pushState({}, '', href), to);
  const nowhere = page.locator('main').getByText(nowhereTitle);
  await follow('/nowhere');
  await nowhere.waitFor();
  await follow(at);
  await nowhere.waitFor({ state: 'detached' });
}

/** A new user of the account, with a password of their own. */
export async function inviteUser(
  { url, call }: Product,
  user: { email: string; name: string; role: 'administrator' | 'manager' | 'agent' },
): Promise<Person> {
  const { link } = await call<{ link: string }>('POST', '/users', { ...user, room: 3 });
  const password = 'nine green bottles';
  await request(url, null, 'POST', '/session/link', { code: link.split('#code=')[1], password });
  return { email: user.email, password };
}

/** Puts a lamp into the cart and goes to the checkout. */
export async function goToCheckout(page: Page, { shopUrl }: Product): Promise<void> {
  await page.goto(`${shopUrl}/product/orla`);
  await page.getByRole('button', { name: 'Add to cart' }).click();
  await page.getByRole('link', { name: 'To the checkout' }).click();
  await page.getByRole('heading', { name: 'Checkout' }).waitFor();
}

/** Moves the pointer out through the top of the page, as a person does who is about to leave. */
export async function aboutToLeave(page: Page): Promise<void> {
  await page.mouse.move(600, 300);
  await page.evaluate(() => {
    document.dispatchEvent(
      new MouseEvent('mouseout', { clientY: -1, relatedTarget: null, bubbles: true }),
    );
  });
}

/**
 * Publishes a campaign's draft in its editor, with the button of that name and the summary it
 * opens.
 */
export async function publishDraft(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name, exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name, exact: true }).click();
  await page.getByText(/^Goes live in \d+ seconds?, published by/).waitFor();
}

/** Between two questions. What comes soon is seen soon, and a long wait leaves others the machine. */
const pauses = { firstMs: 20, mostMs: 200, grow: 1.5 } as const;

/** Waits until the answer satisfies `holds`. The browser and the engine set the pace. */
export async function eventually<T>(
  ask: () => Promise<T>,
  holds: (answer: T) => boolean,
  withinMs = 60_000,
): Promise<T> {
  const until = performance.now() + withinMs;
  for (
    let pauseMs: number = pauses.firstMs;
    ;
    pauseMs = Math.min(pauses.mostMs, pauseMs * pauses.grow)
  ) {
    const answer = await ask();
    if (holds(answer)) return answer;
    if (performance.now() > until)
      throw new Error(`not within ${withinMs} ms: ${JSON.stringify(answer).slice(0, 2000)}`);
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}
