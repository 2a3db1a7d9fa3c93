// An engine that keeps running while one server leaves and its successor comes: its identity, how
// it is held, and the program and settings that started it. A successor takes over only what it
// would have started itself, and otherwise restarts it.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { ChildLines, GuardedChild } from './child-process.ts';
import { readMigrations } from '../migrate.ts';

const adapters = path.resolve(import.meta.dirname, '..');

export type EngineName = 'records' | 'facts';

export interface HandedEngine {
  readonly name: EngineName;
  readonly pid: number;
  /** A hash of the program and its settings. */
  readonly fingerprint: string;
  readonly lines: ChildLines;
}

/** What a successor needs of a child. Null if none runs. */
export function toHand(
  name: EngineName,
  child: GuardedChild | null,
  fingerprint: string,
): HandedEngine | null {
  if (child === null || child.lines === null) return null;
  return { name, pid: child.pid, fingerprint, lines: child.lines };
}

export function fingerprintOf(words: readonly string[]): string {
  return createHash('sha256').update(words.join('\0')).digest('hex');
}

/**
 * A hash of everything the engine host is made of: the adapters' sources, its migrations, its Node.
 */
export function hostFingerprint(): string {
  const sources = readdirSync(adapters, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !/\.(test|test-support)\.ts$/.test(name))
    .sort()
    .map((name) => readFileSync(path.join(adapters, name), 'utf8'));
  const migrations = readMigrations('facts').map(({ checksum }) => checksum);
  return fingerprintOf([process.version, ...sources, ...migrations]);
}
