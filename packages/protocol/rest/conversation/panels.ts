// The account's own panels by REST: pages of the business that are shown beside a conversation in a
// frame, and what each of them is told. The messages of the frame are in
// protocol/conversation/panel-messages.ts.
import { z } from 'zod';
import { revised } from '../common.ts';

export const panelLimits = {
  /** Panels of an account. Beyond: `account.full`. */
  panels: 5,
  nameLength: 40,
  urlLength: 500,
  /** Traits of visitors that one panel is told. */
  traits: 20,
  traitLength: 80,
} as const;

/** What a panel may be told. Each only if it is ticked. */
export const PanelShare = z.enum([
  'conversation',
  'visitor',
  'name',
  'email',
  'place',
  'page',
  'cart',
]);
export type PanelShare = z.infer<typeof PanelShare>;

export const PanelDraft = z.object({
  name: z.string().trim().min(1).max(panelLimits.nameLength),
  /** By https. By http only from this machine, for testing. Never of the console's own origin. */
  url: z
    .string()
    .max(panelLimits.urlLength)
    .refine((url) => originOf(url) !== null, 'An address that begins with https://'),
  shares: z.array(PanelShare).max(PanelShare.options.length),
  /** Names of the visitor's traits that it is also told. */
  traits: z.array(z.string().trim().min(1).max(panelLimits.traitLength)).max(panelLimits.traits),
});
export type PanelDraft = z.infer<typeof PanelDraft>;

export const PanelId = z.string().min(1).max(64);

export const Panel = PanelDraft.extend({
  id: PanelId,
  /** The one origin that it may be framed from, and that messages are exchanged with. */
  origin: z.string(),
});
export type Panel = z.infer<typeof Panel>;
export const RevisedPanel = revised(Panel);
export type RevisedPanel = z.infer<typeof RevisedPanel>;

/** GET /panels, in the order of their names. */
export const PanelList = z.object({ panels: z.array(RevisedPanel) });
export type PanelList = z.infer<typeof PanelList>;

/** Browsers and servers both have it; these schemas are compiled for neither. */
declare const URL: {
  parse(
    text: string,
  ): Readonly<Record<'protocol' | 'hostname' | 'origin' | 'username' | 'password', string>> | null;
};

/** The origin of an address that a panel may have. Null if it may not have it. */
export function originOf(url: string): string | null {
  const parsed = URL.parse(url);
  if (parsed === null || parsed.username !== '' || parsed.password !== '') return null;
  const near = parsed.hostname === 'localhost' || parsed.hostname === '127.0.0.1';
  return parsed.protocol === 'https:' || (parsed.protocol === 'http:' && near)
    ? parsed.origin
    : null;
}
