// A real Chromium for the tag's tests, and small pages that contain the tag. `opened` makes the
// tag's closed shadow roots open in a test's pages, so that locators and axe see what people see.
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import type { Browser, BrowserContext, BrowserContextOptions } from 'playwright-core';

const places = ['/usr/bin/chromium', '/usr/bin/google-chrome', '/usr/bin/chromium-browser'];
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * Turns off the two renderers for the address bar of each window, which is never seen: a third of
 * the cost of an empty window.
 */
const addressBar = ['WebUIOmniboxPopup', 'WebUIOmniboxAimPopup', 'WebUIOmniboxFullPopup'];
/** Playwright's own list. Chromium uses only the last one. */
const playwrights = [
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsUpgrades',
  'HttpsFirstBalancedModeAutoEnable',
  'LensOverlay',
  'MediaRouter',
  'OptimizationHints',
  'PaintHolding',
  'ThirdPartyStoragePartitioning',
];

export function chromiumPath(): string {
  const path = process.env['CHROMIUM'] ?? places.find((each) => existsSync(each));
  if (!path) throw new Error('no Chromium: set CHROMIUM to its path');
  return path;
}

function shellPath(): string {
  const shell = process.env['CHROMIUM_SHELL'] ?? '';
  return shell === '' ? chromiumPath() : shell;
}

export interface BrowserOptions {
  /** Further flags. */
  readonly flags?: readonly string[];
  /** Features to turn off, instead of those that Playwright turns off. */
  readonly without?: readonly string[];
  /** A complete Chromium, if its headless shell lacks something that the test needs. */
  readonly whole?: boolean;
}

/** How long a closed browser waits for the next file of its process. */
const idleMs = 1000;
const idle = new Map<string, { readonly browser: Browser; readonly end: NodeJS.Timeout }>();

/**
 * The headless shell if there is one, because it costs less, else any Chromium. Closing it closes
 * its contexts. The process ends once nobody has opened one with the same options for a moment.
 */
export async function openBrowser({
  flags: more = [],
  without = playwrights,
  whole = false,
}: BrowserOptions = {}): Promise<Browser> {
  const args = [...flags, `--disable-features=${[...addressBar, ...without].join(',')}`, ...more];
  const executablePath = whole ? chromiumPath() : shellPath();
  const key = [executablePath, ...args].join(' ');
  const waiting = idle.get(key);
  idle.delete(key);
  clearTimeout(waiting?.end);
  if (waiting?.browser.isConnected() === true) return waiting.browser;
  const browser = await chromium.launch({ executablePath, headless: true, args });
  const end = browser.close.bind(browser);
  browser.close = async () => {
    await Promise.all(browser.contexts().map((context) => context.close()));
    if (idle.has(key)) return end();
    const ending = setTimeout(() => {
      idle.delete(key);
      void end();
    }, idleMs);
    idle.set(key, { browser, end: ending });
  };
  return browser;
}

/** How long a page waits for what must come, on a busy machine too. */
const patienceMs = 60_000;

/** As a person's Chrome identifies itself. */
export const personAgent =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';

/**
 * A context whose pages open every shadow root. The tag itself is as shipped. Its requests look
 * like those of a person's browser, because a headless one identifies itself in its user agent and
 * its hints and counts as a bot.
 */
export async function opened(
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<BrowserContext> {
  const context = await browser.newContext({
    viewport: { width: 1200, height: 800 },
    locale: 'en-US',
    userAgent: personAgent,
    extraHTTPHeaders: { 'sec-ch-ua': '"Chromium";v="140", "Not=A?Brand";v="24"' },
    ...options,
  });
  context.setDefaultTimeout(patienceMs);
  await context.addInitScript(() => {
    const attach = Element.prototype.attachShadow;
    Element.prototype.attachShadow = function open(options) {
      return attach.call(this, { ...options, mode: 'open' });
    };
  });
  return context;
}

/**
 * A shop's page with the tag. `head` and `body` are inserted into it, `attributes` on the script.
 */
export function shopPage({
  attributes = '',
  head = '',
  body = '',
  dark = false,
  key = 'wk_test',
} = {}): string {
  const [ground, card, ink, site] = dark
    ? ['#121513', '#242926', '#f1f4f0', '#ffcf24']
    : ['#fbf9f5', '#f0ebe1', '#22201c', '#2f5241'];
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Orla floor lamp</title>
<meta name="viewport" content="width=device-width,initial-scale=1">
<style>body{margin:0;font:16px/24px system-ui,sans-serif;background:${ground};color:${ink}}header{display:flex;gap:22px;height:60px;align-items:center;padding:0 28px;border-bottom:1px solid ${card}}main{padding:28px;max-width:1100px}.pic{background:${card};height:360px;border-radius:10px;max-width:520px}button.buy{background:${site};border:0;padding:12px 18px;border-radius:7px}</style>
<script>window.opportune=window.opportune||function(){(opportune.q=opportune.q||[]).push(arguments)}</script>${head}
<script async src="TAG/tag.js" data-site="${key}" ${attributes}></script></head>
<body><header><b>aldermoor</b><nav><a href="#a">Lighting</a></nav></header><main><div class="pic"></div><h1>Orla floor lamp, brass</h1><p>Turned brass with a shade that tilts.</p><button class="buy" data-opportune="add-to-cart">Add to cart</button>${body}</main></body></html>`;
}
