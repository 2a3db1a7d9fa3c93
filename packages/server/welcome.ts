// The text that a person sees once the server runs: where things are, and what differs from the
// options. It goes to standard output, apart from the log.
import type { Config } from './config.ts';

export interface Started {
  readonly url: string;
  readonly port: number;
  readonly signIn: string | null;
  readonly shopUrl: string | null;
  readonly pocketUrl: string | null;
}

/** The lines to print. `tookMs` is the time since the process started, in milliseconds. */
export function welcome(config: Config, started: Started, version: string, tookMs: number): string {
  const { url, port, signIn } = started;
  const moved = config.listen.port !== 0 && port !== config.listen.port;
  const seconds = (tookMs / 1000).toFixed(1);
  const lines = [
    '',
    `Opportune ${version} is ready after ${seconds} s.`,
    ...(moved ? [`  Port ${config.listen.port} was taken; this is the next free one.`] : []),
    `  Console    ${url}`,
    ...(signIn === null ? [] : [`  Sign in    ${signIn}   (once; then choose a password)`]),
    ...demoLines(started),
    `  Documents  ${url}/docs`,
    `  Data       ${config.dataFolder}`,
    'Ctrl-C stops it.',
    '',
  ];
  return lines.join('\n');
}

function demoLines({ shopUrl, pocketUrl }: Started): readonly string[] {
  const lines: string[] = [];
  if (shopUrl !== null) lines.push(`  Demo shop  ${shopUrl}`);
  if (pocketUrl !== null)
    lines.push(`  Telephone  ${pocketUrl}   (writes to the demo shop, and calls it)`);
  return lines;
}
