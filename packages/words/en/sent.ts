// Words that the server sends to contacts over channels.
export const sentEn = {
  /** On the button that opens a list of choices. At most 20 characters. */
  choose: 'Choose',
  test: (business: string) => `This is a test message from ${business}.`,
};
