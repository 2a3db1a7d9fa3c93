// Phone numbers as addresses: in E.164 with a plus sign, whichever way a provider writes them. Short
// codes and names of senders stay as they are.

export function numberOf(text: string): string {
  const digits = text.replaceAll(/[\s()./-]/g, '');
  return /^[1-9][0-9]{6,14}$/.test(digits) ? `+${digits}` : digits;
}
