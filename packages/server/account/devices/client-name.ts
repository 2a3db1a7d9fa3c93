// What a request's user agent is, roughly, in words for the person who has to recognise it.
import Bowser from 'bowser';

const agentLength = 512;

/** Such as `Firefox, Windows`; null for a program that does not say what it is. */
export function clientName(userAgent: string | undefined): string | null {
  const agent = (userAgent ?? '').slice(0, agentLength);
  if (agent === '') return null;
  const { browser, os } = Bowser.parse(agent);
  const named = [browser.name, os.name].filter((name) => name !== undefined && name !== '');
  return named.length === 0 ? null : named.join(', ');
}
