// Asks a contact to show that two addresses are theirs: sends a link in their conversation, or a
// code to another address. What is answered to the agent never depends on whom the account knows.
import { randomUUID } from 'node:crypto';
import {
  type AddressAt,
  customerChannel,
  webChannel,
} from '@opportune/protocol/contact/contact.ts';
import { verifyParameter } from '@opportune/protocol/contact/verification.ts';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import { type AccountId, VerificationId } from '@opportune/protocol/ids.ts';
import { verificationLimits as limits } from '@opportune/protocol/limits/channels.ts';
import type {
  AskVerification,
  Verification,
} from '@opportune/protocol/rest/contact/verifications.ts';
import { languageOf } from '@opportune/words/language.ts';
import { sentIn } from '@opportune/words/sent.ts';
import type { Principal } from '../http/access/principal.ts';
import { found, refuse } from '../http/problem/refusal.ts';
import { hashOfCode, hashOfLink, mintCallCode, mintCode, mintLink } from './secrets.ts';
import type { Place, VerificationParts } from './seams.ts';
import {
  insertVerification,
  isSameAddress,
  type NewVerification,
  shownVerification,
} from './verification-rows.ts';

type Ask<By extends AskVerification['by']> = Extract<AskVerification, { by: By }>;

/** Throws refusals. */
export async function askVerification(
  use: VerificationParts,
  principal: Principal,
  asked: AskVerification,
): Promise<Verification> {
  const { account, user } = principal;
  const talk = found(await use.conversations.load(account, asked.conversation));
  const refused = await use.desk.mayWrite(account, user.id, talk.id);
  if (refused !== null) throw refuse(refused);
  return asked.by === 'link'
    ? askByLink(use, principal, talk, asked)
    : askByCode(use, principal, talk, asked);
}

async function askByLink(
  use: VerificationParts,
  principal: Principal,
  talk: Conversation,
  asked: Ask<'link'>,
): Promise<Verification> {
  const { account } = principal;
  if (talk.channel === webChannel)
    throw refuse('request.conflict', { detail: 'They write on the site, so no link is needed.' });
  if (await use.channels.isTelephone(account, talk.channel))
    throw refuse('request.conflict', { detail: 'Nothing can be written to a telephone.' });
  const opened = await use.siteOf(account, asked.site);
  if (opened === null) throw refuse('brand.no_origin');
  const { id: site, origin } = opened;
  charge(use, account, [talk]);
  const code = mintLink();
  const made = rowOf(use, principal, talk, {
    way: 'link',
    to: null,
    site,
    secretHash: hashOfLink(code),
  });
  await store(use, account, made);
  const place = await use.channels.placeOf(account, site);
  const link = `${origin}/?${verifyParameter}=${code}`;
  const text = wordsIn(place).verifyLink(place.site, link, limits.linkMs / minuteMs);
  const refused = await use.desk.write(principal, {
    conversation: talk.id,
    id: `verify_${made.id}`,
    text,
  });
  if (refused !== null) throw refuse(refused);
  return shownVerification({ ...made, state: 'asked', visitor: null, endedAt: null }, made.askedAt);
}

async function askByCode(
  use: VerificationParts,
  principal: Principal,
  talk: Conversation,
  { to }: Ask<'code'>,
): Promise<Verification> {
  const { account } = principal;
  if (to.channel === webChannel || to.channel === customerChannel || isSameAddress(to, talk))
    throw refuse('request.conflict', { detail: 'A code goes to another address, in a channel.' });
  if ((await use.channels.nameOf(account, to.channel)) === null) throw refuse('request.not_found');
  const isCall = await use.channels.isTelephone(account, talk.channel);
  // Whoever calls may have forged their number, and so could name an address of their own.
  if (isCall && !(await isVerified(use, account, talk, to))) throw refuse('contact.not_verified');
  charge(use, account, [talk, to]);
  const code = isCall ? mintCallCode() : mintCode();
  const id = VerificationId.parse(randomUUID());
  const secretHash = hashOfCode(use.key, id, code);
  const made = rowOf(use, principal, talk, { id, way: 'code', to, site: null, secretHash });
  await store(use, account, made);
  const words = (place: Place) => {
    const { verifyCode, verifyCallCode } = wordsIn(place);
    return (isCall ? verifyCallCode : verifyCode)(place.site, code, limits.codeMs / minuteMs);
  };
  if (!(await use.channels.send(account, to, words))) throw refuse('contact.address_closed');
  return shownVerification({ ...made, state: 'asked', visitor: null, endedAt: null }, made.askedAt);
}

async function isVerified(
  { verifiedOf }: VerificationParts,
  account: AccountId,
  { contact }: Conversation,
  to: AddressAt,
): Promise<boolean> {
  return (await verifiedOf(account, contact)).some((each) => isSameAddress(each, to));
}

const minuteMs = 60_000;

function wordsIn({ language }: Place) {
  return sentIn(languageOf([language]));
}

/** Each address pays, whoever asks, so that nobody is flooded with codes. */
function charge(
  { budgets }: VerificationParts,
  account: AccountId,
  addresses: readonly AddressAt[],
): void {
  const retryAfterMs = budgets.charge([
    { budget: 'verifications.account', payer: account, amount: 1 },
    ...addresses.map(({ channel, address }) => ({
      ...{ budget: 'verifications.contact' as const, amount: 1 },
      payer: [account, channel, address].join(' '),
    })),
  ]);
  if (retryAfterMs > 0) throw refuse('rate.account', { retryAfterMs });
}

type Secret = Pick<NewVerification, 'way' | 'to' | 'site' | 'secretHash'> & {
  readonly id?: VerificationId;
};

function rowOf(
  { world }: VerificationParts,
  { user }: Principal,
  { id: conversation, channel, address }: Conversation,
  { id = VerificationId.parse(randomUUID()), ...secret }: Secret,
): NewVerification {
  const askedAt = world.clock.now();
  const expiresAt = askedAt + (secret.way === 'link' ? limits.linkMs : limits.codeMs);
  const at = { channel, address };
  return { id, conversation, at, ...secret, askedBy: user.name, askedAt, expiresAt };
}

function store(
  { records }: VerificationParts,
  account: AccountId,
  made: NewVerification,
): Promise<void> {
  return records.withAccount(account, (sql) => insertVerification(sql, account, made));
}
