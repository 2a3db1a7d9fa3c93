// The two letters that people get about signing in. Each says how long its link is good for.
import type { Letter } from '@opportune/core/ports/mail.ts';
import type { User } from '@opportune/protocol/rest/account.ts';
import type { Language } from '@opportune/words/language.ts';
import { lettersIn } from '@opportune/words/letters.ts';

export function invitation(user: User, link: string, language: Language): Letter {
  const { subject, text } = lettersIn(language).invitation;
  return { to: user.email, subject, text: text(user.name, link) };
}

export function reminder(user: User, link: string, language: Language): Letter {
  const { subject, text } = lettersIn(language).reminder;
  return { to: user.email, subject, text: text(link) };
}
