// What is asked of whoever fills a sample shop, and what they answer.
import type { AccountId } from '@opportune/protocol/ids.ts';
import type { SampleShop } from '@opportune/protocol/rest/sample.ts';
import type { Language } from '@opportune/words/language.ts';

export interface SampleOrder {
  /** The account that it belongs to. */
  readonly owner: AccountId;
  readonly language: Language;
  readonly timeZone: string;
  readonly currency: string;
  /** The end of the six weeks. */
  readonly now: number;
  readonly seed: string;
  /** Visitors who come for the first time on a usual day. */
  readonly perDay: number;
}

export type SampleStep = SampleShop['step'];

export interface Filled {
  readonly account: AccountId;
  readonly conversations: number;
  readonly visits: number;
}

/** Reports how much of it is done, 0 to 1. */
export type Progress = (step: SampleStep, done: number) => void;

/** Rejects if it fails or is stopped. The account may then be there in part. */
export type FillSample = (
  order: SampleOrder,
  progress: Progress,
  stop: AbortSignal,
) => Promise<Filled>;
