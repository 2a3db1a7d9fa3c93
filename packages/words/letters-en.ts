// The letters that people get by e-mail, in English: about signing in, answers to messages that were
// left, conversations sent to visitors. Another language is another object of this form.

export const lettersEn = {
  language: 'en',
  invitation: {
    subject: 'Your invitation to Opportune',
    text: (name: string, link: string) =>
      `${name}, you can now sign in to Opportune.\n\nChoose a password here, within seven days:\n${link}\n`,
  },
  reminder: {
    subject: 'Choose a new password for Opportune',
    text: (link: string) =>
      `Somebody, we hope you, asked for a new password.\n\nChoose it here, within two hours:\n${link}\n\nIf it was not you, nothing needs to be done.\n`,
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
