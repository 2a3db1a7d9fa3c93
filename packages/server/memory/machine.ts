// How much memory the process may use in all: what its control group allows, version 2 or 1, else what
// the machine has. A limit above the machine's memory is none.
import { readFileSync } from 'node:fs';
import { totalmem } from 'node:os';
import path from 'node:path';

/** Where control groups are mounted, and what says which the process is in. */
export interface ControlGroups {
  readonly mount: string;
  readonly own: string;
}

const ours: ControlGroups = { mount: '/sys/fs/cgroup', own: '/proc/self/cgroup' };

/** Bytes. The least limit of the process's group and of those above it counts. */
export function machineBytes(groups: ControlGroups = ours, total = totalmem()): number {
  const lines = (textOf(groups.own) ?? '').split('\n');
  const limits = lines.flatMap((line) => limitsOf(groups.mount, line));
  return Math.min(total, ...limits);
}

/** A line is `number:controllers:path`; version 2 names no controllers. */
function limitsOf(mount: string, line: string): readonly number[] {
  const [number, controllers, own] = line.split(':', 3);
  if (own === undefined) return [];
  if (number === '0' && controllers === '') return above(mount, own, 'memory.max');
  if (!(controllers ?? '').split(',').includes('memory')) return [];
  return above(path.join(mount, 'memory'), own, 'memory.limit_in_bytes');
}

/** In a container the group's own folder is often mounted as the root, and its path is not there. */
function above(root: string, own: string, file: string): readonly number[] {
  const limits: number[] = [];
  for (let folder = own; ; folder = path.dirname(folder)) {
    const limit = Number.parseInt(textOf(path.join(root, folder, file)) ?? '', 10);
    if (limit > 0) limits.push(limit);
    if (folder === path.dirname(folder)) return limits;
  }
}

function textOf(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
