// English e-mails to people: signing in, answers to messages that were left, and transcripts for
// visitors. Another language is another object of this type.

export const lettersEn = {
  language: 'en',
  invitation: {
    subject: 'Your invitation to Opportune',
    text: (name: string, link: string) =>
      `${name}, you can now sign in to Opportune.\n\nChoose a password here, within seven days:\n${link}\n`,
  },
  trial: {
    subject: 'Opportune can send e-mail',
    text: 'This e-mail was sent to test the mail server. It arrived, so everything is set up.\n',
  },
  reminder: {
    subject: 'Choose a new password for Opportune',
    text: (link: string) =>
      `Somebody, hopefully you, asked for a new password.\n\nChoose it here, within two hours:\n${link}\n\nIf it was not you, you can ignore this e-mail.\n`,
  },
  newDevice: {
    subject: 'New sign-in to Opportune',
    program: 'a program',
    text: (name: string, at: string, client: string, link: string) =>
      `${name}, you signed in to Opportune on a new device.\n\nWhen: ${at}\nWith: ${client}\n\nIf it was you, nothing needs to be done.\n\nIf it was not you, choose a new password now: open ${link}, sign out if need be, and click “Forgot password?”. This signs out every other device. Then tell your administrator.\n`,
  },
  webhookPaused: {
    subject: (name: string) => `The webhook ${name} is paused`,
    text: (name: string, link: string) =>
      `Nothing could be posted to the webhook ${name} for a day, so Opportune paused it.\n\nEvents of the last three days wait. Repair the receiver, then resume the webhook here:\n${link}\n`,
  },
  answered: (agent: string) => `${agent} answered your message`,
  case: {
    wrote: 'You wrote:',
    back: (site: string) =>
      `Reply to this e-mail, or find the answer in the chat window of ${site} when you come back.`,
  },
  /** Of call backs: in e-mails, and on the page of their link. */
  callback: {
    confirmed: (site: string) => `Your call back from ${site}`,
    reminder: (site: string) => `${site} calls you soon`,
    soon: 'As soon as somebody is free.',
    inPage: 'We call you in the page, so please keep it open then.',
    byTelephone: (number: string) => `We call you by telephone, at ${number}`,
    change: (link: string) => `Move or cancel it here:\n${link}`,
    title: (site: string) => `Your call back from ${site}`,
    other: 'Another time',
    move: 'Move to this time',
    cancel: 'Cancel the call back',
    cancelled: 'The call back is cancelled.',
    withdrawn:
      'We are sorry: we cannot call you back as agreed. We get back to you in another way.',
    over: 'The call back is over.',
    ringing: 'We are calling you just now.',
    refused: 'That was not changed. The time may be taken by now.',
  },
  transcript: {
    title: (site: string, day: string) => `Your chat with ${site}, ${day}`,
    zone: (timeZone: string) => `Times are in ${timeZone}.`,
    cut: 'Earlier messages are left out.',
    you: 'You',
    file: (named: string) => `[File: ${named}, available in the chat]`,
  },
};
