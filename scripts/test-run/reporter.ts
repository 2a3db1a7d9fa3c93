// A reporter of node:test that sends what happens to the run and prints nothing.
import { inspect } from 'node:util';
import { tell, type TestData } from './events.ts';

interface Reported {
  readonly type: string;
  readonly data: Omit<TestData, 'details'> & { readonly details?: Details };
}

interface Details {
  readonly error?: Error & { readonly failureType?: string };
}

const wanted = new Set(['test:start', 'test:pass', 'test:fail', 'test:diagnostic', 'test:summary']);

export default async function* reporter(source: AsyncIterable<Reported>): AsyncGenerator<string> {
  for await (const { type, data } of source) {
    if (!wanted.has(type)) continue;
    const { details, ...rest } = data;
    tell({ type, data: details === undefined ? rest : { ...rest, details: plain(details) } });
    yield '';
  }
}

function plain({ error, ...rest }: Details) {
  if (error === undefined) return rest;
  const text = inspect(error.cause ?? error, { colors: process.env['FORCE_COLOR'] === '1' });
  return { ...rest, error: { failureType: error.failureType ?? '', text } };
}
