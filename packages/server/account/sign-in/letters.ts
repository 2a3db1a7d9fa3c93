// The e-mails about signing in, whose links state their lifetime, and the test message for the mail
// server.
import assert from 'node:assert/strict';
import type { Letter } from '@opportune/core/ports/mail.ts';
import type { User } from '@opportune/protocol/rest/account.ts';
import type { Language } from '@opportune/words/language.ts';
import { lettersIn } from '@opportune/words/letters.ts';

export function invitation(user: User, link: string, language: Language): Letter {
  const { subject, text } = lettersIn(language).invitation;
  return { to: addressOf(user), subject, text: text(user.name, link) };
}

/** The test message, sent to the user who requests it. */
export function trial(user: User, language: Language): Letter {
  return { to: addressOf(user), ...lettersIn(language).trial };
}

export function reminder(user: User, link: string, language: Language): Letter {
  const { subject, text } = lettersIn(language).reminder;
  return { to: addressOf(user), subject, text: text(link) };
}

/** What a user is told about a sign-in from a new device. */
export interface NewDevice {
  readonly when: { readonly at: number; readonly timeZone: string };
  /** Browser and system. Null for a program that does not identify itself. */
  readonly client: string | null;
  /** The URL of the console. */
  readonly console: string;
}

export function newDevice(
  user: User,
  language: Language,
  { when, client, console }: NewDevice,
): Letter {
  const { subject, text, program } = lettersIn(language).newDevice;
  const at = new Intl.DateTimeFormat(language, {
    dateStyle: 'long',
    timeStyle: 'long',
    timeZone: when.timeZone,
  }).format(when.at);
  return {
    to: addressOf(user),
    subject,
    text: text(user.name, at, client ?? program, `${console}/`),
  };
}

function addressOf({ email }: User): string {
  assert(email !== null, 'nobody writes to a program');
  return email;
}
