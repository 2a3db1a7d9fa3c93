// Service levels by REST: what each skill is to keep, and what it keeps today and now.
import { z } from 'zod';
import { SkillId } from '../../ids.ts';
import { ServiceLevel } from './skills.ts';

const count = z.number().int().nonnegative();

export const SkillServiceLevel = z.object({
  skill: SkillId,
  target: ServiceLevel,
  /** Of conversations that began on the account's local day; messages left do not count. */
  today: z.object({
    /** Answered, over without an answer, or waiting for longer than the target already. */
    counted: count,
    /** Answered within the target's seconds. */
    inTime: count,
    /** Null where none is counted. */
    share: z.number().min(0).max(1).nullable(),
  }),
  now: z.object({
    waiting: count,
    /** Of those, never answered and waiting for as long as the target, or longer. */
    late: count,
    /** The longest that somebody waits, s: for a first answer since they queued, else since they wait again. */
    longestS: z.number().nonnegative(),
  }),
});
export type SkillServiceLevel = z.infer<typeof SkillServiceLevel>;

/** GET /service-levels: skills that have one, by their key. */
export const ServiceLevels = z.object({ at: z.number(), skills: z.array(SkillServiceLevel) });
export type ServiceLevels = z.infer<typeof ServiceLevels>;
