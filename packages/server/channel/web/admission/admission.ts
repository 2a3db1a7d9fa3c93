// Who may begin a conversation or leave a message now. As a rule everybody. Beyond the budget of their
// address or their own, the browser has to work first, and beyond a hard cap it is told when to come
// back. It looks at memory alone, so a refusal costs microseconds. People are never asked anything.
import type { ChatLink } from '@opportune/core/ports/visitor-chat.ts';
import {
  isBeyondProof,
  proofPrice,
  proofSlackBits,
} from '@opportune/core/conversation/queue/proof-price.ts';
import {
  type WaitingShares,
  waitingShares,
} from '@opportune/core/conversation/queue/waiting-shares.ts';
import type { Budgets, Charge } from '@opportune/core/ports/budgets.ts';
import type { Clock } from '@opportune/core/world/world.ts';
import { rateBudgets } from '@opportune/protocol/budgets.ts';
import type { ErrorCode } from '@opportune/protocol/errors.ts';
import type { ChatFrame } from '@opportune/protocol/frames-visitor.ts';
import { conversationLimits } from '@opportune/protocol/limits/conversations.ts';
import type { ProofChallenge } from '@opportune/protocol/proof-of-work.ts';
import type { AccountDesk } from '../../../desk/account-desk.ts';
import type { ProofPurpose, Proofs } from './proofs.ts';

/** A refusal, with what helps against it. */
export interface Refused {
  readonly code: ErrorCode;
  readonly proof?: ProofChallenge;
  readonly retryAfterMs?: number;
}

/** What was charged for a conversation that may begin. */
export interface Entry {
  /** A new conversation or message stands for it. Else it is given back. */
  begun(): void;
  /** Ends the entry. */
  close(): void;
}

export type Beginning = Extract<
  ChatFrame,
  { type: 'chat.start' | 'chat.leave' | 'chat.call-back' }
>;

/** Whether a frame begins a conversation, or a message that is left. */
export function begins(frame: ChatFrame): frame is Beginning {
  return (
    frame.type === 'chat.start' || frame.type === 'chat.leave' || frame.type === 'chat.call-back'
  );
}

const budgetsOf = {
  'chat.start': { address: 'chats.address', visitor: 'chats.visitor' },
  'chat.leave': { address: 'messages-left.address', visitor: 'messages-left.visitor' },
  'chat.call-back': { address: 'messages-left.address', visitor: 'messages-left.visitor' },
} as const;
const nobodyWaits: WaitingShares = { all: 0, own: 0 };

export interface AdmissionDependencies {
  readonly budgets: Budgets;
  readonly proofs: Proofs;
  readonly clock: Clock;
}

/** Charges the beginning of a conversation, or says why it may not begin. */
export function enter(
  use: AdmissionDependencies,
  { desk }: Pick<AccountDesk, 'desk'>,
  link: ChatLink,
  frame: Beginning,
): Entry | Refused {
  const charges = chargesOf(link, frame);
  const waits = charges.map((charge) => ({ charge, beyond: beyondOf(use.budgets, charge) }));
  const beyond = (budget: string): number =>
    waits.find(({ charge }) => charge.budget === budget)?.beyond ?? 0;
  const flood = {
    address: beyond(budgetsOf[frame.type].address),
    visitor: beyond(budgetsOf[frame.type].visitor),
    waiting: frame.type === 'chat.start' ? waitingShares(desk, link.payer) : nobodyWaits,
  };
  if (isBeyondProof(flood)) return { code: 'rate.chats', retryAfterMs: retryAfterMs(frame, flood) };
  const price = proofPrice(flood);
  if (price > 0 && workedBits(use, link, frame) < price - proofSlackBits) {
    const proof = use.proofs.challenge(purposeOf(link, frame), price, use.clock.now());
    return { code: 'proof.required', proof };
  }
  use.budgets.owe(charges);
  let isOpen = true;
  return {
    begun: () => void (isOpen = false),
    close() {
      if (isOpen) use.budgets.refund(charges);
      isOpen = false;
    },
  };
}

function chargesOf({ account, visitor, payer }: ChatLink, { type }: Beginning): readonly Charge[] {
  const budgets = budgetsOf[type];
  const own = { budget: budgets.visitor, payer: `${account} ${visitor}`, amount: 1 } as const;
  if (payer === null) return [own];
  return [own, { budget: budgets.address, payer: `${account} ${payer}`, amount: 1 }];
}

/** How many were begun beyond the budget, by how long it takes until the next one is within it. */
function beyondOf(budgets: Budgets, charge: Charge): number {
  const waitMs = budgets.charge([charge]);
  if (waitMs === 0) budgets.refund([charge]);
  return Math.ceil((waitMs * rateBudgets[charge.budget].perSecond) / 1000);
}

function retryAfterMs(
  { type }: Beginning,
  { address, visitor }: { readonly address: number; readonly visitor: number },
): number {
  const { provedOfAddress, provedOfVisitor } = conversationLimits;
  const budgets = budgetsOf[type];
  const addressS = (address - provedOfAddress) / rateBudgets[budgets.address].perSecond;
  const visitorS = (visitor - provedOfVisitor) / rateBudgets[budgets.visitor].perSecond;
  return 1000 * Math.max(1, Math.ceil(Math.max(addressS, visitorS)));
}

function workedBits(use: AdmissionDependencies, link: ChatLink, frame: Beginning): number {
  if (frame.proof === undefined) return 0;
  return use.proofs.worked(purposeOf(link, frame), frame.proof, use.clock.now());
}

function purposeOf(link: ChatLink, { type, request }: Beginning): ProofPurpose {
  const { account, visitor, payer } = link;
  return { account, visitor, payer, type, request };
}
