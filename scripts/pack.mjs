// `node scripts/pack.mjs FOLDER` puts what a server needs at run time into a new folder: sources
// without tests, what browsers load, and packages without those of development. Images of containers
// are made of it (deploy/Dockerfile). It builds what is stale first.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { prepare, root, run, say } from './prepare.mjs';

/** Packages whose sources the server runs. */
const served = ['content', 'core', 'protocol', 'server', 'words'];
/** Packages of which browsers load what is built. */
const built = ['console', 'docs', 'tag'];
const files = ['LICENSE', 'package.json', 'package-lock.json'];
const isOfTests =
  /\.(test|test-support|contract)\.tsx?$|\/(test|testing|simulation|node_modules|dist)$/;

const [target] = process.argv.slice(2);
if (target === undefined) fail('Name a folder: node scripts/pack.mjs FOLDER');
if (existsSync(target) && readdirSync(target).length > 0) fail(`${target} is not empty.`);
const node = prepare();
if ((await run(node, ['scripts/build.ts'])) !== 0) fail('The build failed.');

mkdirSync(target, { recursive: true });
for (const file of files) copy(file);
for (const name of served) copy(`packages/${name}`);
for (const name of built)
  cpSync(from(`packages/${name}/dist`), to(`packages/${name}/dist`), { recursive: true });
// npm compares the lock file with the package file of each workspace.
for (const place of ['packages', 'examples'])
  for (const name of readdirSync(path.join(root, place)))
    if (existsSync(from(`${place}/${name}/package.json`))) copy(`${place}/${name}/package.json`);

const workspaces = served.flatMap((name) => ['--workspace', `packages/${name}`]);
const { status } = spawnSync(
  'npm',
  ['ci', '--omit=dev', '--no-audit', '--no-fund', '--prefer-offline', ...workspaces],
  { cwd: target, stdio: 'inherit' },
);
if (status !== 0) fail('npm ci failed. Its message above says why.');
say(`Packed into ${target}.`);

function copy(place) {
  const filter = (source) => !isOfTests.test(source);
  cpSync(from(place), to(place), { recursive: true, filter });
}

function from(place) {
  return path.join(root, place);
}

function to(place) {
  return path.join(target, place);
}

function fail(text) {
  say(text);
  process.exit(1);
}
