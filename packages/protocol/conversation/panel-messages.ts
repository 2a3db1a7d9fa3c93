// What a panel in its frame and the console send each other, by `postMessage`, version 1. A panel
// requests; it is only told what an administrator ticked. Nothing it does reaches a visitor by
// itself.
import { z } from 'zod';
import { conversationLimits } from '../limits/conversations.ts';

export const panelVersion = 1;
/** Heights of a frame, px. */
export const panelHeight = { least: 80, usual: 240, most: 640 } as const;

const opportune = z.literal(panelVersion);

/** From the panel. */
export const PanelMessage = z.discriminatedUnion('type', [
  /** It is ready, and is sent its context from now on. */
  z.object({ opportune, type: z.literal('ready') }),
  z.object({ opportune, type: z.literal('resize'), height: z.number() }),
  /** Offered to the agent, who inserts it into the answer or does not. */
  z.object({
    opportune,
    type: z.literal('insert'),
    text: z.string().min(1).max(conversationLimits.messageLength),
  }),
  /** Opens a page for the agent, only right after a click in the panel. */
  z.object({ opportune, type: z.literal('open'), conversation: z.string().min(1).max(64) }),
]);
export type PanelMessage = z.infer<typeof PanelMessage>;

/** What a panel is told. Fields that were not ticked are absent. */
export interface PanelContext {
  readonly panel: string;
  readonly theme: 'light' | 'dark';
  readonly language: string;
  readonly conversation?: {
    readonly id: string;
    readonly status: string;
    readonly skill: string | null;
    readonly topic: string | null;
    readonly startedAt: number;
  };
  readonly visitor?: {
    readonly id?: string;
    /** Whether name, e-mail and traits are verified; otherwise a browser claims them. */
    readonly verified?: boolean;
    readonly name?: string | null;
    readonly email?: string | null;
    readonly country?: string | null;
    readonly page?: { readonly url: string; readonly title: string } | null;
    readonly cart?: { readonly total: number | null; readonly items: number } | null;
    readonly traits?: Readonly<Record<string, string | number | boolean>>;
  };
}

/** From the console. */
export type PanelAnswer =
  | { readonly opportune: 1; readonly type: 'context'; readonly context: PanelContext }
  /** The outcome of an `insert`. */
  | { readonly opportune: 1; readonly type: 'inserted'; readonly accepted: boolean };
