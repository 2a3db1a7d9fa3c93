// Answers a hello: whether the browser may send from this origin, whether its events are wanted,
// and who owns the visitor id. Knowing an id proves nothing: a browser owns it only with proof, or
// by claiming it first.
import { answerTo } from '@opportune/core/bus/bus-messages.ts';
import type { ChatLink } from '@opportune/core/ports/visitor-chat.ts';
import { siteFor } from '@opportune/core/campaign/languages/translate.ts';
import type { IncomingMessage } from 'node:http';
import { maskHello } from '@opportune/core/masking/ways-in.ts';
import { agentsOnlineQuestion } from '@opportune/protocol/bus/room.ts';
import { problem, type Problem } from '@opportune/protocol/errors.ts';
import type {
  ServerFrame,
  VisitorConversation,
  VisitorFrame,
  Welcome,
} from '@opportune/protocol/frames-visitor.ts';
import type { SiteLook } from '@opportune/protocol/campaign/configuration.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import { triedBy, trialMark } from '@opportune/protocol/rest/trial.ts';
import { chargeAddress } from '../charging.ts';
import { consentProblem, settingsOf } from './consent.ts';
import type { Collector } from '../events/event-batch.ts';
import type { KeyGrant } from '../seams.ts';
import { grantFor } from './key-check.ts';
import type { VisitorTokens } from './visitor-token.ts';
import { welcomeFrame, type Welcoming } from './welcome.ts';

export type Hello = Extract<VisitorFrame, { type: 'hello' }>;

/** The party that opened a session. */
export interface Opening {
  readonly request: IncomingMessage;
  /** The prefix of the client's address. */
  readonly payer: string;
  /** Called once the key is found valid, however long the rest of the answer takes. */
  readonly keyKnown?: () => void;
}

export interface GreetingDependencies extends Collector {
  readonly tokens: VisitorTokens;
}

export type Greeting =
  | { readonly type: 'refused'; readonly problem: Problem }
  /** The settings tell the tag why, and it then asks for consent. Nothing of the visit is kept. */
  | { readonly type: 'unwanted'; readonly welcome: Welcome; readonly problem: Problem }
  | {
      readonly type: 'welcomed';
      readonly welcome: Welcome;
      readonly chat: ChatLink;
      /** The code of a trial that goes on. */
      readonly trial: string | null;
      /** The browser may chat as this visitor. */
      readonly owned: boolean;
      /** By a token, not only by claiming first. */
      readonly proved: boolean;
      /** The id was unclaimed before. */
      readonly fresh: boolean;
    };

export async function greet(
  use: GreetingDependencies,
  hello: Hello,
  { request, payer, keyKnown }: Opening,
  send: (frame: ServerFrame) => void,
): Promise<Greeting> {
  const { visitor } = hello;
  const granted = await grantFor(use, hello.key, request.headers.origin, {
    payer,
    visitor,
    raw: () => maskHello(hello),
    page: true,
  });
  if (!granted.ok) return { type: 'refused', problem: granted.problem };
  keyKnown?.();
  const { account, site } = granted.grant;
  if (!use.turns.hasRoom(account, 0))
    return { type: 'refused', problem: problem('server.overloaded') };
  await use.turns.turn(account, 0, payer);
  const settings = await settingsOf(use, granted.grant);
  const reads = readsOf(hello);
  const worded = siteFor(settings.site, settings.account.languages, reads);
  const found = await triedIn(use, hello.trial, granted.grant, payer);
  if (found.tooMany !== undefined) return { type: 'refused', problem: found.tooMany };
  const { tried } = found;
  const shown = { ...worded, ...(tried?.look != null && { look: tried.look }) };
  const welcome = await welcomeOf(use, account, { ...settings, site: shown, visitor });
  const unwanted = consentProblem(settings.site, request, hello.consented === true);
  if (unwanted !== null)
    return { type: 'unwanted', welcome: await welcome('', []), problem: unwanted };
  const proved = use.tokens.valid(account, visitor, hello.token);
  const whose = proved ? 'this-page' : await use.claims.whose(account, visitor, hello.pageView);
  const owned = whose !== 'another';
  const chat: ChatLink = { account, site, visitor, payer, reads, send };
  // Chatting claims the id. For an unclaimed id, only an agent can have begun a conversation.
  const conversations = owned ? await use.chat.opening(chat, whose !== 'nobody') : [];
  return {
    type: 'welcomed',
    welcome: {
      ...(await welcome(owned ? use.tokens.issue(account, visitor) : '', conversations)),
      ...(tried === null ? {} : { trial: trialMark(tried.code) }),
    },
    chat,
    trial: tried?.code ?? null,
    owned,
    proved,
    fresh: hello.fresh && whose === 'nobody',
  };
}

interface TriedHere {
  readonly code: string;
  readonly look: SiteLook | null;
}

type Found = { readonly tried: TriedHere | null; readonly tooMany?: Problem };

/**
 * A code that is known. An invented one costs its address a look-up. Once these are used up, no code
 * is looked up, and the browser comes again: a known one must not be taken for one that is over.
 */
async function triedIn(
  { trials, budgets }: GreetingDependencies,
  code: string | undefined,
  { account, site }: Pick<KeyGrant, 'account' | 'site'>,
  payer: string,
): Promise<Found> {
  if (code === undefined || triedBy(code) === null) return { tried: null };
  const tooMany = chargeAddress(budgets, 'lookups.address', payer, 1);
  if (tooMany !== null) return { tried: null, tooMany };
  const found = await trials.find(account, site, code);
  if (found === null) return { tried: null };
  budgets.refund([{ budget: 'lookups.address', payer, amount: 1 }]);
  return { tried: { code, look: found.look } };
}

/**
 * The account's current settings, with the browser's token, its conversations and the availability.
 * Availability is read last, because reading conversations may open the desk.
 */
async function welcomeOf(
  use: GreetingDependencies,
  account: AccountId,
  shown: Pick<Welcoming, 'site' | 'account' | 'visitor'>,
): Promise<(token: string, conversations: readonly VisitorConversation[]) => Promise<Welcome>> {
  const mails = await use.mails(account);
  const voice = await use.calls.isOffered(account);
  const files = await use.files.offered(account);
  return async (token, conversations) => {
    const told = await answerTo(use.bus, agentsOnlineQuestion, { account });
    return welcomeFrame({
      ...{ ...shown, token, conversations, files, mails, voice },
      agentsOnline: told?.online === true,
      serverTime: use.clock.now(),
    });
  };
}

/** The page's language comes first, as for the product's own words. */
function readsOf({ reads, language }: Pick<Hello, 'reads' | 'language'>): readonly string[] {
  return [reads ?? '', language].filter((tag) => tag !== '');
}
