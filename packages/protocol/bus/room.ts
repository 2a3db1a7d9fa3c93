// Agents' room, as an account's desk reports it: the availability that decisions read, and the
// places reserved for live offers. Visitors are told whether any agent is there.
import { z } from 'zod';
import type { Availability } from '../campaign/configuration.ts';
import { Face, mostFaces } from '../conversation/face.ts';
import { AccountId, DecisionId, SiteId, SkillId } from '../ids.ts';
import { question, topic } from './topic.ts';

export const AvailabilitySchema = z.object({
  version: z.number(),
  at: z.number(),
  skills: z.record(
    z.string(),
    z.object({
      free: z.number(),
      online: z.number(),
      people: z.number().exactOptional(),
      waitS: z.number().nullable().exactOptional(),
    }),
  ),
}) satisfies z.ZodType<Availability>;

const Changed = z.object({ account: AccountId, availability: AvailabilitySchema });

/** The availability, published on every change. */
export const availabilityChanged = topic('availability.changed', Changed);

const OfAccount = z.object({ account: AccountId });

/** The same as a question, for a process that needs it first. */
export const availabilityQuestion = question<z.output<typeof OfAccount>, Availability>(
  'availability',
  OfAccount,
  AvailabilitySchema,
);

/**
 * Whether visitors are told that an agent is online. An agent who lost the connection a moment ago
 * still counts.
 */
export const agentsOnlineQuestion = question(
  'agents.online',
  OfAccount,
  z.object({ online: z.boolean() }),
);

export const PlaceAsked = z.object({
  account: AccountId,
  /** The site whose visitor gets the offer. */
  site: SiteId,
  skill: SkillId.nullable(),
  decision: DecisionId,
  /** At most 30 s. */
  untilMs: z.number(),
});
export type PlaceAsked = Readonly<z.output<typeof PlaceAsked>>;

const Faces = z.array(Face).max(mostFaces).readonly();

const PlaceAnswer = z.object({
  held: z.boolean(),
  /** With the place taken, so that the next decision knows it. */
  availability: AvailabilitySchema,
  /** Agents who could answer the offer, as visitors of the site see them. */
  faces: Faces,
});

export const FacesAsked = PlaceAsked.pick({ account: true, site: true, skill: true });
export type FacesAsked = Readonly<z.output<typeof FacesAsked>>;

/** The same faces without a place, for an offer that is only tried. */
export const facesQuestion = question('place.faces', FacesAsked, z.object({ faces: Faces }));

/** Reserves a place of an agent for an offer until an instant. */
export const placeQuestion = question('place.hold', PlaceAsked, PlaceAnswer);
