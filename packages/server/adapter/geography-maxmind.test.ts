// The geography adapter on a database file written here byte by byte, in the MaxMind DB format 2.0:
// one network with a place, all others without.
import assert from 'node:assert/strict';
import { pbkdf2 } from 'node:crypto';
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { geographyContract } from '@opportune/core/contracts/geography.contract.ts';
import { openGeography } from './geography-maxmind.ts';

type Value = string | number | readonly Value[] | { readonly [name: string]: Value };

/** A value of the data section: text, unsigned number, list or map, each shorter than 29. */
function encode(value: Value): Buffer {
  if (typeof value === 'string')
    return Buffer.concat([Buffer.from([(2 << 5) | Buffer.byteLength(value)]), Buffer.from(value)]);
  if (typeof value === 'number')
    return Buffer.from([
      (6 << 5) | 4,
      value >>> 24,
      (value >>> 16) & 255,
      (value >>> 8) & 255,
      value & 255,
    ]);
  if (Array.isArray(value))
    return Buffer.concat([Buffer.from([value.length, 4]), ...value.map(encode)]);
  const entries = Object.entries(value);
  return Buffer.concat([
    Buffer.from([(7 << 5) | entries.length]),
    ...entries.flatMap(([name, each]) => [encode(name), encode(each)]),
  ]);
}

/** One node: addresses from 0.0.0.0 to 127.255.255.255 have the record, the others nothing. */
function database(record: Value): Buffer {
  const separator = 16;
  const tree = Buffer.from([0, 0, 1 + separator, 0, 0, 1]);
  const metadata = {
    binary_format_major_version: 2,
    binary_format_minor_version: 0,
    build_epoch: 1_700_000_000,
    database_type: 'Test-City',
    description: { en: 'test' },
    ip_version: 4,
    languages: ['en'],
    node_count: 1,
    record_size: 24,
  };
  return Buffer.concat([
    tree,
    Buffer.alloc(separator),
    encode(record),
    Buffer.from([0xab, 0xcd, 0xef]),
    Buffer.from('MaxMind.com'),
    encode(metadata),
  ]);
}

const warnings: string[] = [];
const log = { warn: (event: string) => void warnings.push(event) };
const folder = mkdtempSync(path.join(tmpdir(), 'opportune-places-'));
after(() => rmSync(folder, { recursive: true }));

async function geographyOf(record: Value) {
  const file = path.join(folder, `${Math.abs(JSON.stringify(record).length)}.mmdb`);
  writeFileSync(file, database(record));
  return openGeography(file, log);
}

geographyContract('MaxMind', async () => ({
  geography: await geographyOf({
    country: { iso_code: 'DE' },
    subdivisions: [{ iso_code: 'BE' }],
    city: { names: { en: 'Berlin', de: 'Berlin' } },
  }),
  known: { address: '81.2.69.142', place: { country: 'DE', region: 'BE', city: 'Berlin' } },
  unknown: '192.0.2.1',
}));

geographyContract('none', async () => ({
  geography: await openGeography(null, log),
  known: null,
  unknown: '81.2.69.142',
}));

test('a database with only countries leaves region and city unknown', async () => {
  const geography = await geographyOf({ registered_country: { iso_code: 'FR' } });
  assert.deepEqual(geography.locate('81.2.69.142'), { country: 'FR', region: null, city: null });
});

test('a missing file, or one that is not a database, is refused when it is opened', async () => {
  const file = path.join(folder, 'broken.mmdb');
  writeFileSync(file, 'nothing of the kind');
  for (const each of [file, path.join(folder, 'missing.mmdb')])
    await assert.rejects(openGeography(each, log), { code: 'start.option_invalid' });
});

test('a newer file is used, and an unreadable one is ignored in favour of the former', async () => {
  const file = path.join(folder, 'renewed.mmdb');
  let written = 1_700_000_000;
  const inCountry = (code: string): void => {
    writeFileSync(file, database({ country: { iso_code: code } }));
    // Files of the same size differ by their time, which advances in ticks of the system.
    utimesSync(file, ++written, written);
  };
  inCountry('DE');
  const geography = await openGeography(file, log, 5);
  const country = (): string | null => geography.locate('81.2.69.142')?.country ?? null;
  inCountry('FR');
  await until(() => country() === 'FR');
  writeFileSync(file, 'half of it');
  await until(() => warnings.length > 0);
  assert.equal(country(), 'FR');
  inCountry('ES');
  await until(() => country() === 'ES');
});

test('a file that is replaced just as it was opened is noticed, however busy the process is', async () => {
  const file = path.join(folder, 'at-once.mmdb');
  const of = (code: string): Buffer => database({ country: { iso_code: code } });
  writeFileSync(file, of('DE'));
  // Fills the thread pool, so that everything else waits behind these.
  let isBusy = true;
  const work = (): void => void (isBusy && pbkdf2('a', 'b', 50_000, 32, 'sha256', work));
  for (let thread = 0; thread < 12; thread++) work();
  const geography = await openGeography(file, log, 5);
  writeFileSync(file, of('FR'));
  utimesSync(file, 1, 1);
  isBusy = false;
  await until(() => geography.locate('81.2.69.142')?.country === 'FR');
});

test('a damaged file finds no place and refuses nobody', async () => {
  const file = path.join(folder, 'damaged.mmdb');
  const damaged = database({ country: { iso_code: 'DE' } });
  // The data behind the tree.
  damaged.fill(0xff, 22, 40);
  writeFileSync(file, damaged);
  assert.equal((await openGeography(file, log)).locate('81.2.69.142'), null);
});

async function until(holds: () => boolean): Promise<void> {
  const late = performance.now() + 60_000;
  while (!holds()) {
    assert.ok(performance.now() < late, 'it did not come to that');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
