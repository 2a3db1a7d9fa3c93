// The two letters that people get about signing in. Each says how long its link is good for.
import type { Letter } from '@opportune/core/ports/mail.ts';
import type { User } from '@opportune/protocol/rest/account.ts';

export function invitation(user: User, link: string): Letter {
  return {
    to: user.email,
    subject: 'Your invitation to Opportune',
    text: `${user.name}, you can now sign in to Opportune.\n\nChoose a password here, within seven days:\n${link}\n`,
  };
}

export function reminder(user: User, link: string): Letter {
  return {
    to: user.email,
    subject: 'Choose a new password for Opportune',
    text: `Somebody, we hope you, asked for a new password.\n\nChoose it here, within two hours:\n${link}\n\nIf it was not you, nothing needs to be done.\n`,
  };
}
