// Skills by REST: what agents of an account can handle, what becomes of a conversation whose skill
// has no free agent, and which agent has which skill at which level.
import { z } from 'zod';
import { revised } from '../common.ts';
import { SkillId, UserId } from '../../ids.ts';
import { OpeningHours } from './opening-hours.ts';
import { AssignmentMode } from './routing.ts';

export const skillLimits = {
  /** Skills of an account. */
  skills: 100,
  nameLength: 60,
  /** Levels and priorities: 1 to this, the highest first. */
  highest: 5,
  /** The priority of a conversation without a skill, or with one that is not on the list. */
  usualPriority: 3,
  /** The longest wait before a fallback, s. */
  waitS: 3_600,
} as const;

const rank = z.number().int().min(1).max(skillLimits.highest);
const afterS = z.number().int().min(0).max(skillLimits.waitS);

/**
 * Who else is given a conversation that no agent with its skill could take for this many seconds.
 */
export const SkillFallback = z.discriminatedUnion('to', [
  z.object({ to: z.literal('nobody') }),
  z.object({ to: z.literal('anyone'), afterS }),
  z.object({ to: z.literal('skill'), skill: SkillId, afterS }),
]);
export type SkillFallback = z.infer<typeof SkillFallback>;

/** This share of conversations should be answered within this many seconds. */
export const ServiceLevel = z.object({
  withinS: z.number().int().min(5).max(skillLimits.waitS),
  share: z.number().min(0.01).max(1),
});
export type ServiceLevel = z.infer<typeof ServiceLevel>;

/** PUT /skills/:id */
export const SkillDraft = z.object({
  name: z.string().trim().min(1).max(skillLimits.nameLength),
  /** Each step above the default is worth seconds of waiting, each below costs them. */
  priority: rank.default(skillLimits.usualPriority),
  fallback: SkillFallback.default({ to: 'anyone', afterS: 60 }),
  /** How agents get its conversations. Null: as the account's setting. */
  mode: AssignmentMode.nullable().default(null),
  /**
   * A returning visitor goes first to the agent who answered them last, if that one may be given
   * it.
   */
  sameAgent: z.boolean().default(true),
  /** Conversations about to miss it move up. Null: there is none. */
  serviceLevel: ServiceLevel.nullable().default(null),
  /** When conversations with it may begin. Null: as the account's hours. */
  hours: OpeningHours.nullable().default(null),
});
export type SkillDraft = z.infer<typeof SkillDraft>;

/** POST /skills. The id is chosen here and stays: campaigns and needs may already have named it. */
export const NewSkill = SkillDraft.extend({ id: SkillId });
export type NewSkill = z.infer<typeof NewSkill>;

export const Skill = z.object({
  /** The id that engagements, needs and conversations use. */
  id: SkillId,
  name: z.string(),
  priority: z.number().int(),
  fallback: SkillFallback,
  mode: AssignmentMode.nullable(),
  sameAgent: z.boolean(),
  serviceLevel: ServiceLevel.nullable(),
  hours: OpeningHours.nullable(),
  /** Enabled users who have it. Without any, it may be given to anybody. */
  agents: z.number().int(),
});
export type Skill = z.infer<typeof Skill>;
export const RevisedSkill = revised(Skill);
export type RevisedSkill = z.infer<typeof RevisedSkill>;

/** GET /skills, by name */
export const SkillList = z.object({ skills: z.array(RevisedSkill) });
export type SkillList = z.infer<typeof SkillList>;

export const SkillLevel = z.object({ skill: SkillId, level: rank });
export type SkillLevel = z.infer<typeof SkillLevel>;

/** PUT /users/:id/skills: all skills of one agent, the highest level first. */
export const UserSkills = z.object({ skills: z.array(SkillLevel).max(skillLimits.skills) });
export type UserSkills = z.infer<typeof UserSkills>;
export const RevisedUserSkills = revised(UserSkills);

/** GET /agent-skills: every enabled user, including those without any. */
export const AgentSkills = z.object({
  agents: z.array(RevisedUserSkills.extend({ user: UserId })),
});
export type AgentSkills = z.infer<typeof AgentSkills>;
