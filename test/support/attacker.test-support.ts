// An attacker for tests and benches: a process of its own that sends the pieces of an attack and counts
// what became of them, so that whoever measures others beside it shares no thread with it.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { AttackName, Target } from './attacks.test-support.ts';

export interface AttackPlan {
  readonly attack: AttackName;
  readonly target: Target;
  /** Where it seems to come from, in turns: believed where this machine is a trusted proxy. */
  readonly addresses: readonly string[];
  /** The address of this machine to connect from, such as 127.0.0.2. */
  readonly from?: string;
  /** Pieces in all; left out: as many as there is time for. */
  readonly count?: number;
  readonly bytesPerSecond?: number;
  /** Left out: until all were sent and answered. What is held stays held as long. */
  readonly durationMs?: number;
  /** Connections on which requests are made; left out: 20. */
  readonly lines?: number;
}

export interface AttackReport {
  readonly pieces: number;
  readonly sentBytes: number;
  /** Such as `429 rate.address`; of what is held, the code alone. */
  readonly answers: Readonly<Record<string, number>>;
  /** Answers 429 and 503 that do not say when to try again. */
  readonly withoutRetryAfter: number;
  /** Held connections that the server closed. */
  readonly closed: number;
  /** Held connections that were open at the end. */
  readonly open: number;
}

export interface Attacker {
  readonly report: Promise<AttackReport>;
  /** Ends it; what it came to is in the report. */
  stop(): void;
}

export type ToAttacker = { readonly type: 'begin'; readonly plan: AttackPlan } | { type: 'stop' };

/** Begins at once. Rejects where the process fails. */
export function startAttack(plan: AttackPlan): Attacker {
  const child = fork(path.join(import.meta.dirname, 'attacker-process.test-support.ts'));
  const say = (message: ToAttacker): void => void child.send(message);
  say({ type: 'begin', plan });
  const report = Promise.race([
    once(child, 'message').then(([told]) => told as AttackReport),
    once(child, 'exit').then(([code]) => {
      throw new Error(`the attacker ended: ${code}`);
    }),
  ]);
  void report.finally(() => child.kill()).catch(() => {});
  return { report, stop: () => say({ type: 'stop' }) };
}

/** Sends so many pieces and resolves when all were answered. */
export function attack(plan: AttackPlan): Promise<AttackReport> {
  return startAttack(plan).report;
}
