// Words that the server sends to contacts over channels.
export const sentEn = {
  /** On the button that opens a list of choices. At most 20 characters. */
  choose: 'Choose',
  /** The answer to HELP by SMS. At most one segment with a short name. */
  help: (business: string) =>
    `${business}: write your question here and we answer. Reply STOP to get no more messages.`,
  /** What a visitor writes first who comes from a page. They can change it. */
  hello: 'Hello, I have a question.',
  test: (business: string) => `This is a test message from ${business}.`,
};
