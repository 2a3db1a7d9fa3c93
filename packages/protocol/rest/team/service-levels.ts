// Service levels by REST: the target of each skill, and its state today and now.
import { z } from 'zod';
import { SkillId } from '../../ids.ts';
import { ServiceLevel } from './skills.ts';

const count = z.number().int().nonnegative();

export const SkillServiceLevel = z.object({
  skill: SkillId,
  target: ServiceLevel,
  /** Conversations that began on the account's local day. Left messages do not count. */
  today: z.object({
    /** Answered, over without an answer, or already waiting for longer than the target. */
    counted: count,
    /** Answered within the target's seconds. */
    inTime: count,
    /** Null if none is counted. */
    share: z.number().min(0).max(1).nullable(),
  }),
  now: z.object({
    waiting: count,
    /** Of those, never answered and waiting for at least the target. */
    late: count,
    /** The longest wait, s: for a first answer since they queued, else since they wait again. */
    longestS: z.number().nonnegative(),
  }),
});
export type SkillServiceLevel = z.infer<typeof SkillServiceLevel>;

/** GET /service-levels: skills that have one, by their key. */
export const ServiceLevels = z.object({ at: z.number(), skills: z.array(SkillServiceLevel) });
export type ServiceLevels = z.infer<typeof ServiceLevels>;
