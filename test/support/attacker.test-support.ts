// An attacker for tests and benches: a process of its own that sends the pieces of an attack and
// counts the results, so that it shares no thread with the measuring code.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { AttackName, Target } from './attacks.test-support.ts';

export interface AttackPlan {
  readonly attack: AttackName;
  readonly target: Target;
  /** The claimed origin addresses, in turn. Believed if this machine is a trusted proxy. */
  readonly addresses: readonly string[];
  /** The local address to connect from, for example 127.0.0.2. */
  readonly from?: string;
  /** Pieces in all. Default: as many as the time allows. */
  readonly count?: number;
  readonly bytesPerSecond?: number;
  /** Default: until all were sent and answered. Held connections stay open as long. */
  readonly durationMs?: number;
  /**
   * The report waits until this many held connections are closed, and all that were told to make
   * room.
   */
  readonly closedAtLeast?: number;
  /** The report waits for at least this many answers. */
  readonly answersAtLeast?: number;
  /** The report waits for an answer of this name. */
  readonly awaited?: string;
  /** Connections for requests. Default: 20. */
  readonly lines?: number;
}

export interface AttackReport {
  readonly pieces: number;
  readonly sentBytes: number;
  /** For example `429 rate.address`. For held connections, the code alone. */
  readonly answers: Readonly<Record<string, number>>;
  /** Answers 429 and 503 without a time to retry. */
  readonly withoutRetryAfter: number;
  /** Held connections that the server closed. */
  readonly closed: number;
  /** Held connections that were open at the end. */
  readonly open: number;
}

export interface Attacker {
  readonly report: Promise<AttackReport>;
  /** Ends the attack. The report has the results. */
  stop(): void;
}

export type ToAttacker = { readonly type: 'begin'; readonly plan: AttackPlan } | { type: 'stop' };
export type FromAttacker =
  | { readonly type: 'ready' }
  | { readonly type: 'report'; readonly report: AttackReport };

/** A process that runs and has sent nothing yet. Starting one costs the machine half a second. */
export interface ReadyAttacker {
  /** May be called once. */
  begin(plan: AttackPlan): Attacker;
}

/** Rejects if the process fails. */
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

/** Begins when its process is up. */
export async function startAttack(plan: AttackPlan): Promise<Attacker> {
  return (await readyAttacker()).begin(plan);
}

/** Sends this many pieces and resolves when all were answered. */
export async function attack(plan: AttackPlan): Promise<AttackReport> {
  return (await startAttack(plan)).report;
}
