// Folders laid out as control groups: what limits the process, in either version.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { machineBytes } from './machine.ts';

const MiB = 1024 * 1024;
const total = 8000 * MiB;
const folder = mkdtempSync(path.join(tmpdir(), 'groups-'));
after(() => rmSync(folder, { recursive: true }));

/** The result of `machineBytes` if the process is in `own` and these files exist. */
function limited(name: string, own: string, files: Readonly<Record<string, string>>): number {
  const mount = path.join(folder, name);
  mkdirSync(mount);
  writeFileSync(path.join(mount, 'own'), own);
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.join(mount, path.dirname(file)), { recursive: true });
    writeFileSync(path.join(mount, file), text);
  }
  return machineBytes({ mount, own: path.join(mount, 'own') }, total);
}

const cases: readonly (readonly [
  name: string,
  own: string,
  files: Readonly<Record<string, string>>,
  mib: number,
])[] = [
  ['version 2', '0::/app', { 'app/memory.max': `${512 * MiB}\n` }, 512],
  ['version 2 without a limit', '0::/app', { 'app/memory.max': 'max\n' }, 8000],
  [
    'version 2, where the group above is smaller',
    '0::/pod/app',
    { 'pod/app/memory.max': `${512 * MiB}`, 'pod/memory.max': `${300 * MiB}` },
    300,
  ],
  ['version 2 in a container', '0::/../../x', { 'memory.max': `${256 * MiB}` }, 256],
  [
    'version 1',
    '9:name=systemd:/\n4:cpu,memory:/docker/abc\n',
    { 'memory/docker/abc/memory.limit_in_bytes': `${512 * MiB}` },
    512,
  ],
  [
    'version 1 in a container',
    '4:memory:/docker/abc\n',
    { 'memory/memory.limit_in_bytes': `${512 * MiB}` },
    512,
  ],
  [
    'version 1 without a limit',
    '4:memory:/docker/abc\n',
    { 'memory/docker/abc/memory.limit_in_bytes': '9223372036854771712' },
    8000,
  ],
  ['no control groups', '', {}, 8000],
];

for (const [name, own, files, mib] of cases)
  test(`[OP9] the machine’s memory is what its control group allows: ${name}`, () => {
    assert.equal(limited(name, own, files) / MiB, mib);
  });
