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
  /** Its report waits for so many of what it holds to be closed, and for all that were told to make room. */
  readonly closedAtLeast?: number;
  /** The same of answers. */
  readonly answersAtLeast?: number;
  /** The same of one answer of this name. */
  readonly awaited?: string;
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
export type FromAttacker =
  | { readonly type: 'ready' }
  | { readonly type: 'report'; readonly report: AttackReport };

/** A process that is up and has sent nothing yet: to start one costs the machine half a second. */
export interface ReadyAttacker {
  /** Once. */
  begin(plan: AttackPlan): Attacker;
}

/** Rejects where the process fails. */
export async function readyAttacker(): Promise<ReadyAttacker> {
  const child = fork(path.join(import.meta.dirname, 'attacker-process.test-support.ts'));
  const say = (message: ToAttacker): void => void (child.connected && child.send(message));
  const ended = once(child, 'exit').then(([code]): never => {
    throw new Error(`the attacker ended: ${code}`);
  });
  const told = async <Type extends FromAttacker['type']>(
    type: Type,
  ): Promise<Extract<FromAttacker, { type: Type }>> => {
    const [message] = (await Promise.race([once(child, 'message'), ended])) as [FromAttacker];
    if (message.type !== type) throw new Error(`the attacker said ${message.type}`);
    return message as Extract<FromAttacker, { type: Type }>;
  };
  await told('ready');
  return {
    begin(plan) {
      say({ type: 'begin', plan });
      const report = told('report').then((message) => message.report);
      void report.finally(() => child.kill()).catch(() => {});
      return { report, stop: () => say({ type: 'stop' }) };
    },
  };
}

/** Begins once its process is up. */
export async function startAttack(plan: AttackPlan): Promise<Attacker> {
  return (await readyAttacker()).begin(plan);
}

/** Sends so many pieces and resolves when all were answered. */
export async function attack(plan: AttackPlan): Promise<AttackReport> {
  return (await startAttack(plan)).report;
}
