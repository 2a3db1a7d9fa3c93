// Finds Dovecot, the IMAP server that mailboxes are tested against, or installs Debian's package. Tests are
// skipped by name without it.
import { installDebian, isProgram } from './chromium.mjs';
import { say } from './prepare.mjs';

const program = '/usr/sbin/dovecot';

export function ensureDovecot() {
  if (isProgram(program) || process.getuid?.() !== 0) return;
  say('No Dovecot was found. Installing Debian’s for the tests of mailboxes …');
  installDebian('dovecot-imapd');
}
