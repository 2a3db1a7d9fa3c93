// How much memory the process may use in total: the limit of its control group, version 2 or 1,
// else the machine's memory. A limit above the machine's memory is ignored.
import { readFileSync } from 'node:fs';
import { totalmem } from 'node:os';
import path from 'node:path';

/** The mount point of control groups, and the file that names the process's group. */
export interface ControlGroups {
  readonly mount: string;
  readonly own: string;
}

const ours: ControlGroups = { mount: '/sys/fs/cgroup', own: '/proc/self/cgroup' };

/** In bytes. The smallest limit of the process's group and its ancestors applies. */
export function machineBytes(groups: ControlGroups = ours, total = totalmem()): number {
  const lines = (textOf(groups.own) ?? '').split('\n');
  const limits = lines.flatMap((line) => limitsOf(groups.mount, line));
  return Math.min(total, ...limits);
}

/** A line is `number:controllers:path`. Version 2 names no controllers. */
function limitsOf(mount: string, line: string): readonly number[] {
  const [number, controllers, own] = line.split(':', 3);
  if (own === undefined) return [];
  if (number === '0' && controllers === '') return above(mount, own, 'memory.max');
  if (!(controllers ?? '').split(',').includes('memory')) return [];
  return above(path.join(mount, 'memory'), own, 'memory.limit_in_bytes');
}

/**
 * In a container the group's own folder is often mounted as the root, and its path does not exist.
 */
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
