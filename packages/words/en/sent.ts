// Words that the server sends to contacts over channels.
export const sentEn = {
  /** On the button that opens a list of choices. At most 20 characters. */
  choose: 'Choose',
  /** The answer to HELP by SMS. At most one segment with a short name. */
  help: (business: string) =>
    `${business}: write your question here and we answer. Reply STOP to get no more messages.`,
  /** What a visitor writes first who comes from a page. They can change it. */
  hello: 'Hello, I have a question.',
  /** Asks a contact to show that they are a customer who is signed in. */
  verifyLink: (business: string, link: string, minutes: number) =>
    `To confirm that this is you, open this link in the browser in which you are signed in to ${business}: ${link} It is valid for ${minutes} minutes.`,
  /** Sends a code that they write in another conversation. */
  verifyCode: (business: string, code: string, minutes: number) =>
    `${code} is your code for ${business}. Write it in the conversation in which we asked you for it, and give it to nobody else. It is valid for ${minutes} minutes.`,
  /** Asks on the page. `who`: how the contact is known there. */
  verifyAsk: {
    headline: (channel: string) => `Is this you on ${channel}?`,
    text: (channel: string, who: string) =>
      `Somebody wrote to us on ${channel} as ${who}. Say yes only if it was you. We then answer you there as the customer you are here.`,
    yes: 'Yes, this is me',
  },
  verifySignIn: {
    headline: 'Sign in first',
    text: 'Sign in on this site and open the link in the message again, in the same browser.',
    yes: 'All right',
  },
  /** On the page of the link by which somebody unsubscribes. */
  unsubscribe: {
    ask: (business: string, address: string) =>
      `Get no more messages from ${business} at ${address}?`,
    act: 'Unsubscribe',
    done: (business: string) => `You get no more messages from ${business} at this address.`,
  },
  /** Said to callers, unless the channel has words of its own. */
  callGreeting: (business: string) => `Welcome to ${business}. One moment, please.`,
  callAway: (business: string) =>
    `This is ${business}. Nobody can take your call now. Please call again later.`,
  /** Before the tone. */
  callVoicemail: (business: string) =>
    `This is ${business}. Nobody can take your call now. Please leave a message after the tone.`,
  /** What the file of such a message is called. */
  voicemail: 'Voicemail',
  /** Said to callers who wait; 1 is next. `mayLeave`: they may leave a message. */
  callPosition: (position: number, mayLeave: boolean) =>
    (position === 1 ? 'You are next.' : `You are number ${position} in the queue.`) +
    (mayLeave ? ' To leave a message, press any key.' : ''),
  /** Said to callers before they speak. */
  callRecorded:
    'This call is recorded, so that we serve you well. To refuse, press any key now, or the star key at any time.',
  /** Said to callers who typed a code. */
  callCode: {
    proved: 'Thank you. We see the page that you are at.',
    sent: 'Thank you. This code is right.',
    wrong: 'This code is not valid. Please read it once more.',
    spent: 'Codes cannot be checked at the moment. Please stay on the line.',
  },
  /** Sends a code that they type or say in a call. */
  verifyCallCode: (business: string, code: string, minutes: number) =>
    `${code} is your code for ${business}. Type it on your telephone or say it in the call in which we asked you for it, and give it to nobody else. It is valid for ${minutes} minutes.`,
  test: (business: string) => `This is a test message from ${business}.`,
};
