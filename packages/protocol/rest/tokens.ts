// API tokens: what scripts and programs carry instead of a session. A secret is shown once, when it
// is created.
import { z } from 'zod';
import { TokenId, UserId } from '../ids.ts';
import { listOf } from './common.ts';

/**
 * What a token may be used for, within what the role of its user allows. `read` reads everything;
 * each of the others reads and changes what it names.
 */
export const TokenScope = z.enum(['read', 'conversations', 'campaigns', 'settings', 'administer']);
export type TokenScope = z.infer<typeof TokenScope>;

export const ApiToken = z.object({
  id: TokenId,
  /** Its owner: it acts as this person or program. */
  user: UserId,
  name: z.string().trim().min(1).max(80),
  /** Its first and last characters, to recognise it. */
  hint: z.string(),
  scopes: z.array(TokenScope).min(1).max(TokenScope.options.length),
  createdAt: z.number(),
  /** It is invalid from then on. Null: it does not expire. */
  expiresAt: z.number().nullable(),
  /** Accurate to five minutes. Null: never. */
  lastUsedAt: z.number().nullable(),
});
export type ApiToken = z.infer<typeof ApiToken>;

/** POST /my-tokens, and POST /users/:id/tokens for a program */
export const NewToken = ApiToken.pick({ name: true, scopes: true }).extend({
  /** Days until it expires. Null: never. */
  days: z.number().int().min(1).max(3650).nullable().default(90),
});
/** The secret is nowhere else. */
export const CreatedToken = z.object({ token: ApiToken, secret: z.string() });

/** GET /my-tokens */
export const OwnTokens = z.object({ tokens: z.array(ApiToken) });
/** GET /tokens */
export const TokenList = listOf(ApiToken);
