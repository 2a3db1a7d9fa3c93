// The demo shop with and without the tag, and Lighthouse in a Chromium of its own.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import lighthouse from 'lighthouse';
import { chromiumPath } from '../../packages/tag/test/browser.test-support.ts';

export interface Front {
  readonly url: string;
  close(): Promise<void>;
}

/** Serves the pages of the shop on another port. `plain`: without the tag's script. */
export async function frontOf(shopUrl: string, { plain }: { plain: boolean }): Promise<Front> {
  const server: Server = createServer((request, response) => {
    const answer = async (): Promise<void> => {
      const page = await fetch(new URL(request.url ?? '/', shopUrl), { redirect: 'manual' });
      const type = page.headers.get('content-type') ?? '';
      const text = await page.text();
      const isPage = type.startsWith('text/html');
      response.writeHead(page.status, { 'content-type': type });
      response.end(plain && isPage ? withoutTag(text) : text);
    };
    answer().catch(() => response.writeHead(502).end());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url: `http://localhost:${address.port}`, close };
}

function withoutTag(page: string): string {
  const plain = page.replace(/<script[^>]*\/tag\.js"[^>]*><\/script>/, '');
  if (plain === page) throw new Error('the page has no tag');
  return plain;
}

export interface OwnChromium {
  readonly port: number;
  close(): Promise<void>;
}

export async function openChromium(): Promise<OwnChromium> {
  const folder = mkdtempSync(path.join(tmpdir(), 'opportune-lighthouse-'));
  const flags = ['--headless=new', '--no-sandbox', '--disable-gpu', '--remote-debugging-port=0'];
  const child = spawn(chromiumPath(), [...flags, `--user-data-dir=${folder}`, 'about:blank'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const close = async (): Promise<void> => {
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  for await (const line of createInterface({ input: child.stderr })) {
    const port = /DevTools listening on ws:\/\/[^:]+:(\d+)\//.exec(line)?.[1];
    if (port === undefined) continue;
    child.stderr.resume();
    return { port: Number(port), close };
  }
  await close();
  throw new Error('Chromium did not start');
}

export interface Finding {
  /** By category: points of 100. */
  readonly points: Readonly<Record<string, number>>;
  /** What the page requested. */
  readonly requests: readonly string[];
}

export async function lookAt(
  url: string,
  { port }: OwnChromium,
  categories: readonly string[],
): Promise<Finding> {
  const run = await lighthouse(url, {
    ...{ port, logLevel: 'error', output: 'json', disableFullPageScreenshot: true },
    onlyCategories: [...categories],
    onlyAudits: ['network-requests'],
  });
  if (run === undefined || run.lhr.runtimeError !== undefined)
    throw new Error(`Lighthouse could not look at ${url}: ${run?.lhr.runtimeError?.message}`);
  const { details } = run.lhr.audits['network-requests'] ?? {};
  const rows = details?.type === 'table' ? details.items : [];
  const points = Object.entries(run.lhr.categories).map(
    ([name, { score }]) => [name, Math.round((score ?? 0) * 100)] as const,
  );
  return { points: Object.fromEntries(points), requests: rows.map((row) => String(row['url'])) };
}
