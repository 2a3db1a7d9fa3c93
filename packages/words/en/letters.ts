// The letters that people get by e-mail, in English: about signing in, answers to messages that were
// left, conversations sent to visitors. Another language is another object of this form.

export const lettersEn = {
  language: 'en',
  invitation: {
    subject: 'Your invitation to Opportune',
    text: (name: string, link: string) =>
      `${name}, you can now sign in to Opportune.\n\nChoose a password here, within seven days:\n${link}\n`,
  },
  trial: {
    subject: 'Opportune can send e-mail',
    text: 'This letter was sent to try the mail server. It arrived, so everything is set up.\n',
  },
  reminder: {
    subject: 'Choose a new password for Opportune',
    text: (link: string) =>
      `Somebody, we hope you, asked for a new password.\n\nChoose it here, within two hours:\n${link}\n\nIf it was not you, nothing needs to be done.\n`,
  },
  newDevice: {
    subject: 'New sign-in to Opportune',
    program: 'a program',
    text: (name: string, at: string, client: string, link: string) =>
      `${name}, you signed in to Opportune on a new device.\n\nWhen: ${at}\nWith: ${client}\n\nIf it was you, nothing needs to be done.\n\nIf it was not you, choose a new password now: open ${link}, sign out if need be, and click “Forgot password?”. This signs out every other device. Then tell your administrator.\n`,
  },
  answered: (agent: string) => `${agent} answered your message`,
  case: {
    wrote: 'You wrote:',
    back: (site: string) =>
      `Reply to this e-mail, or find the answer in the chat window of ${site} when you come back.`,
  },
  transcript: {
    title: (site: string, day: string) => `Your chat with ${site}, ${day}`,
    zone: (timeZone: string) => `Times are of ${timeZone}.`,
    cut: 'Earlier messages are left out.',
    you: 'You',
    file: (named: string) => `[File: ${named}, to be found in the chat]`,
  },
};
