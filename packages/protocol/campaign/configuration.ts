// All settings of an account that decisions depend on, as one versioned value. A version never
// changes once written. Explanations and replays name the version they used.
import { z } from 'zod';
import { CustomAttribute } from '../behaviour/attributes.ts';
import { BeforeForm } from '../conversation/before.ts';
import { HomeSettings } from '../conversation/home.ts';
import { Goal, LiveCampaign, Section, Share } from './campaign.ts';
import { AccountId, PictureId, SiteId } from '../ids.ts';
import { AccountLanguages, Translations } from './translations.ts';

const Colour = z.string().regex(/^#[0-9a-f]{6}$/i);

/** The brand of a site: how the chat window and engagements look to its visitors. */
export const SiteLook = z.strictObject({
  /** Colour of buttons and own messages, `#rrggbb`. */
  colour: Colour,
  radiusPx: z.number().int().min(0).max(24),
  /** The name visitors see. */
  name: z.string().max(60),
  /** Colour of the window's head and of banners, if it is not `colour`. */
  head: Colour.exactOptional(),
  /** On a dark page, if they are not derived from `colour` and `head`. */
  darkColour: Colour.exactOptional(),
  darkHead: Colour.exactOptional(),
  /** `system`: as the visitor's system asks. Absent: as the background of the page. */
  theme: z.enum(['light', 'dark', 'system']).exactOptional(),
  /** `page`: the font of the page. Absent: that of the visitor's system. */
  font: z.literal('page').exactOptional(),
  /** Visitors see the photos of agents instead of their initials. */
  photos: z.literal(true).exactOptional(),
  /** The picture in the window's head in place of the name. Set by `PUT /sites/{id}/logo` alone. */
  logo: PictureId.exactOptional(),
});
export type SiteLook = z.infer<typeof SiteLook>;
/** What every site begins with. */
export const firstLook = { colour: '#2456c7', radiusPx: 12 } as const;

/** An address of a key set: https, nothing else. */
const wantedAddress = 'Give an https address, without a user name.';
const KeySetAddress = z
  .url({ protocol: /^https$/, error: wantedAddress })
  .max(1024)
  .regex(/^https:\/\/[^/@\s]+(\/\S*)?$/i, { error: wantedAddress });

/** Tokens of an identity provider that verify customers: JWT, RS256 or ES256. */
export const CustomerTokens = z.strictObject({
  issuer: z.string().trim().min(1).max(512),
  audience: z.string().trim().min(1).max(512),
  /** How far the two clocks may differ. */
  leewayS: z.number().int().min(0).max(300),
  keys: z.discriminatedUnion('type', [
    /** Public keys as PEM or JWK. */
    z.strictObject({
      type: z.literal('pasted'),
      keys: z.array(z.string().min(1).max(8192)).min(1).max(5),
    }),
    z.strictObject({ type: z.literal('fetched'), url: KeySetAddress }),
  ]),
});
export type CustomerTokens = z.infer<typeof CustomerTokens>;

export const SiteSettings = z.strictObject({
  id: SiteId,
  name: z.string().trim().min(1).max(80),
  origins: z.array(z.string().max(256)).max(50),
  /** `wait`: nothing is stored or sent until the page gives consent. */
  consent: z.enum(['not-asked', 'wait']),
  /** Treat Global Privacy Control and Do-not-track as a refusal. */
  honourPrivacySignals: z.boolean(),
  /** The button that lets any visitor start a chat. */
  contactButton: z.strictObject({
    shown: z.boolean(),
    label: z.string().max(40),
    /** The form before a chat that a visitor begins. Left out or null: none. */
    before: BeforeForm.nullable().optional(),
  }),
  look: SiteLook,
  /** The home of the chat window. A window without one opens with the question. */
  home: HomeSettings.exactOptional(),
  /** Left out or null: customers are verified by secret keys only. */
  customerTokens: CustomerTokens.nullable().optional(),
  /** Its texts in other languages. Visitors of all others read the default. */
  translations: Translations.exactOptional(),
});
export type SiteSettings = z.infer<typeof SiteSettings>;

export const AccountSettings = z.strictObject({
  name: z.string().trim().min(1).max(80),
  timeZone: z.string().max(64),
  currency: z.string().regex(/^[A-Z]{3}$/),
  holdout: Share,
  /** Whether agents see what a visitor types before it is sent. Visitors are told. */
  typingPreview: z.boolean(),
  /** Whether a campaign goes live only once a second person approves it. Absent: no. */
  approvals: z.boolean().exactOptional(),
  /** Whether visitors and agents can speak. Absent: yes. */
  voice: z.boolean().exactOptional(),
  /** Absent: everything is written in one language, which is not known. */
  languages: AccountLanguages.exactOptional(),
});
export type AccountSettings = z.infer<typeof AccountSettings>;

export const Configuration = z.strictObject({
  account: AccountId,
  version: z.number().int().nonnegative(),
  settings: AccountSettings,
  /** Salt of the holdout's hash. Those of campaigns derive from their ids and periods. */
  salt: z.string(),
  sites: z.array(SiteSettings),
  sections: z.array(Section),
  goals: z.array(Goal),
  /** Custom attributes that are facts. */
  attributes: z.array(CustomAttribute).optional(),
  campaigns: z.array(LiveCampaign),
  /**
   * Since when each score node has been named without interruption, by its content, ms. If left
   * out: unknown, treated as for ever.
   */
  scoresSince: z.record(z.string(), z.number()).optional(),
  /** A secret key has been used: money goals should require server or signed trust. */
  serverTrustInUse: z.boolean(),
});
export type Configuration = z.infer<typeof Configuration>;

/** Of the agents of a skill. */
export interface SkillRoom {
  readonly free: number;
  readonly online: number;
  /** Those who can speak, if programs are online beside them. Absent: all of them can. */
  readonly people?: number;
  /**
   * The wait of a conversation that begins now, in steps; 0 for none. Null or absent while no agent
   * is there.
   */
  readonly waitS?: number | null;
}

/**
 * Free and present agents by skill; `*` counts all. Published by conversations, read by decisions.
 */
export interface Availability {
  readonly version: number;
  readonly at: number;
  readonly skills: Readonly<Record<string, SkillRoom>>;
}
