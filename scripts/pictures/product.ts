// The product for the pictures: the real process on its own data folder, and browsers that look
// like people's, because a recognised bot enters no campaign.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { type Browser, type Page, chromium } from 'playwright-core';
import { findChromium } from '../chromium.mjs';

export interface Product {
  readonly url: string;
  readonly shopUrl: string;
  /** Calls the API as the administrator and returns the parsed body. Throws if it is refused. */
  call<Answer>(method: string, at: string, body?: unknown): Promise<Answer>;
  close(): Promise<void>;
}

type Call = Product['call'];

const administrator = { email: 'mara@aldermoor.example', password: 'tall trees over quiet water' };
const program = path.resolve(import.meta.dirname, '..', '..', 'packages', 'server', 'main.ts');
const size = { width: 1280, height: 760 };

/** Starts the product. Rejects if it ends before it is ready. */
export async function startProduct(dataFolder: string): Promise<Product> {
  const child = spawn(process.execPath, [program, '--log-level', 'error'], {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    env: {
      ...process.env,
      OPPORTUNE_DATA: dataFolder,
      OPPORTUNE_PORT: '0',
      OPPORTUNE_DEMO_PORT: '0',
      OPPORTUNE_SAMPLE: 'yes',
      OPPORTUNE_ADMIN_EMAIL: administrator.email,
      OPPORTUNE_ADMIN_PASSWORD: administrator.password,
    },
  });
  const at = await addresses(child);
  const call = await signedIn(at.url);
  await nameAdministrator(call);
  return { ...at, call, close: () => end(child) };
}

async function signedIn(url: string): Promise<Call> {
  const call = async <Answer>(
    token: string,
    method: string,
    at: string,
    body?: unknown,
  ): Promise<Answer> => {
    const response = await fetch(`${url}/api/v1${at}`, {
      method,
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${at}: ${response.status} ${text}`);
    return JSON.parse(text) as Answer;
  };
  const { token } = await call<{ token: string }>('', 'POST', '/session', administrator);
  return (method, at, body) => call(token, method, at, body);
}

/**
 * Sets the administrator's name, so that the console does not ask, and turns on the typing preview,
 * which the picture of the inbox shows.
 */
async function nameAdministrator(call: Call): Promise<void> {
  await call('PUT', '/my-name', { name: 'Mara Lind' });
  await call('PATCH', '/account', { typingPreview: true });
}

/** Both addresses, read from the output of the start. */
async function addresses(child: ChildProcess): Promise<Pick<Product, 'url' | 'shopUrl'>> {
  if (child.stdout === null) throw new Error('the product has no output');
  let said = '';
  for await (const line of createInterface({ input: child.stdout })) {
    said += `${line}\n`;
    const url = /Console\s+(\S+)/.exec(said)?.[1];
    const shopUrl = /Demo shop\s+(\S+)/.exec(said)?.[1];
    if (url === undefined || shopUrl === undefined) continue;
    child.stdout.resume();
    return { url, shopUrl };
  }
  throw new Error(`the product did not start:\n${said}`);
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}

export function openBrowser(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined)
    throw new Error('No Chromium was found. Set CHROMIUM to its path.');
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--disable-background-networking',
      '--disable-features=UserAgentClientHint',
      '--disable-blink-features=AutomationControlled',
      '--user-agent=Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
    ],
  });
}

/** A new person: an empty browser profile in which this script can read the tag's shadow roots. */
export async function newPerson(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ viewport: size, reducedMotion: 'reduce' });
  await context.addInitScript(() => {
    const attach = Element.prototype.attachShadow;
    Element.prototype.attachShadow = function open(options) {
      return attach.call(this, { ...options, mode: 'open' });
    };
  });
  return context.newPage();
}

/** The console with the administrator signed in, on the list of visitors. */
export async function openConsole(browser: Browser, { url }: Product): Promise<Page> {
  const context = await browser.newContext({ viewport: size, reducedMotion: 'reduce' });
  const page = await context.newPage();
  await page.goto(url);
  await page.locator('input[type=email]').fill(administrator.email);
  await page.locator('input[type=password]').fill(administrator.password);
  await page.keyboard.press('Enter');
  await page.locator('.rail').waitFor();
  await page.goto(`${url}/visitors`);
  await page.getByRole('heading', { name: 'Visitors' }).first().waitFor();
  return page;
}

/** How long the sample shop may take on a busy machine. */
const sampleMs = 300_000;

/**
 * Leads the console into the sample shop, once that is made. The stripe, which says on each page what
 * this is, is left out of pictures: the documents say it.
 */
export async function enterSample(page: Page, { url }: Product): Promise<void> {
  await page.goto(url);
  await page.getByRole('button', { name: 'Go to the sample shop' }).click({ timeout: sampleMs });
  await page.locator('.sample-stripe').waitFor();
  await page.context().addInitScript(() => {
    addEventListener('DOMContentLoaded', () => {
      const style = new CSSStyleSheet();
      style.replaceSync('.sample-stripe{display:none!important}');
      document.adoptedStyleSheets.push(style);
    });
  });
}
