// Searches conversations by their words and their properties, by REST.
import { z } from 'zod';
import { Instant, revised } from '../common.ts';
import { ConversationStatus } from '../../conversation/conversation.ts';
import { Address } from '../../contact/contact.ts';
import {
  CampaignId,
  ChannelId,
  ConversationId,
  LabelId,
  SiteId,
  SkillId,
  UserId,
  VisitorId,
} from '../../ids.ts';

export const searchLimits = {
  typedLength: 200,
  /**
   * Places examined for one answer, the newest. Beyond: `cut`; older ones need a narrower search.
   */
  places: 1_000,
  /** Results on one page. */
  page: 50,
} as const;

/** Languages built into PostgreSQL. `simple` takes words as they are written. */
export const searchLanguages = [
  'simple',
  'arabic',
  'armenian',
  'basque',
  'catalan',
  'danish',
  'dutch',
  'english',
  'finnish',
  'french',
  'german',
  'greek',
  'hindi',
  'hungarian',
  'indonesian',
  'irish',
  'italian',
  'lithuanian',
  'nepali',
  'norwegian',
  'portuguese',
  'romanian',
  'russian',
  'serbian',
  'spanish',
  'swedish',
  'tamil',
  'turkish',
  'yiddish',
] as const;
export const SearchLanguage = z.enum(searchLanguages);
export type SearchLanguage = z.infer<typeof SearchLanguage>;

/** GET and PUT /search-settings. `remaking`: documents are being reindexed for another language. */
export const SearchSettings = z.object({ language: SearchLanguage, remaking: z.boolean() });
export type SearchSettings = z.infer<typeof SearchSettings>;
export const SearchSettingsChange = SearchSettings.pick({ language: true });
export const RevisedSearchSettings = revised(SearchSettings);

/** GET /search. Without words: everything that passes the filters, newest first. */
export const SearchQuery = z.object({
  /** Words; "a phrase"; -without. */
  q: z.string().trim().max(searchLimits.typedLength).default(''),
  /** By the conversation's start, ms. `until` is exclusive. */
  from: Instant.optional(),
  until: Instant.optional(),
  agent: UserId.optional(),
  skill: SkillId.optional(),
  site: SiteId.optional(),
  status: ConversationStatus.optional(),
  tag: LabelId.optional(),
  disposition: LabelId.optional(),
  /** From an engagement of it. */
  campaign: CampaignId.optional(),
  channel: ChannelId.optional(),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(searchLimits.page).default(20),
});
export type SearchQuery = z.infer<typeof SearchQuery>;

/** A piece of the text. `hit`: it matches. Plain text, never HTML. */
export const SnippetPart = z.object({ text: z.string(), hit: z.boolean() });

export const Found = z.object({
  conversation: ConversationId,
  channel: ChannelId,
  address: Address,
  visitor: VisitorId.nullable(),
  visitorName: z.string(),
  status: ConversationStatus,
  /** The name of its agent, or its last one. */
  agent: z.string().nullable(),
  topic: z.string().nullable(),
  startedAt: z.number(),
  lastText: z.string(),
  /**
   * Where the best match is. Null: in the properties of the conversation itself, or without words.
   */
  sequence: z.number().int().nullable(),
  snippet: z.array(SnippetPart),
  tags: z.array(LabelId),
});
export type Found = z.infer<typeof Found>;

/** By relevance, then newest first. `cut`: older places were not examined. */
export const SearchAnswer = z.object({
  items: z.array(Found),
  next: z.string().nullable(),
  cut: z.boolean(),
});
export type SearchAnswer = z.infer<typeof SearchAnswer>;
