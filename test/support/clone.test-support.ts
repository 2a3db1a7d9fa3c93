// A clone of this checkout, as a newcomer has it, in which packages and builds are there already:
// packages are links to those of this checkout, and builds are copies.
import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import path from 'node:path';
import { type TestFolder, testDataFolder } from '@opportune/server/adapter/engines.test-support.ts';

const checkout = path.resolve(import.meta.dirname, '..', '..');
const built = ['tag', 'console', 'docs'].map((name) => path.join('packages', name, 'dist'));
/** The project’s own packages. Their links lead to the folders of the clone. */
const ownPackages = '@opportune';

/** Its sources are those of this checkout, with what is not committed. */
export function cloneCheckout(): TestFolder {
  const folder = testDataFolder();
  git('clone', '--quiet', checkout, folder.path);
  for (const file of uncommitted()) bring(file, folder.path);
  linkPackages(folder.path);
  for (const place of built)
    cpSync(path.join(checkout, place), path.join(folder.path, place), { recursive: true });
  return folder;
}

function git(...args: readonly string[]): string {
  return execFileSync('git', args, { cwd: checkout, encoding: 'utf8' });
}

function uncommitted(): readonly string[] {
  const listed = git('ls-files', '--modified', '--deleted', '--others', '--exclude-standard', '-z');
  const staged = git('diff', '--cached', '--name-only', '--no-renames', '-z');
  return [...new Set(`${listed}${staged}`.split('\0'))].filter((file) => file !== '');
}

function bring(file: string, to: string): void {
  const [own, other] = [path.join(checkout, file), path.join(to, file)];
  if (!existsSync(own)) return rmSync(other, { force: true });
  mkdirSync(path.dirname(other), { recursive: true });
  copyFileSync(own, other);
}

/** One link each, because the folder as a whole would lead back to the sources of this checkout. */
function linkPackages(to: string): void {
  const [own, other] = [path.join(checkout, 'node_modules'), path.join(to, 'node_modules')];
  mkdirSync(other);
  for (const name of readdirSync(own)) {
    if (name === ownPackages) cpSync(path.join(own, name), path.join(other, name), asLinks);
    else symlinkSync(path.join(own, name), path.join(other, name));
  }
}

const asLinks = { recursive: true, verbatimSymlinks: true } as const;
