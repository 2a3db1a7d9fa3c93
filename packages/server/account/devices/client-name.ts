// Describes a request's user agent roughly, for the person who has to recognise it.
import Bowser from 'bowser';

const agentLength = 512;

/** Such as `Firefox, Windows`. Null for a program that does not identify itself. */
export function clientName(userAgent: string | undefined): string | null {
  const agent = (userAgent ?? '').slice(0, agentLength);
  if (agent === '') return null;
  const { browser, os } = Bowser.parse(agent);
  const named = [browser.name, os.name].filter((name) => name !== undefined && name !== '');
  return named.length === 0 ? null : named.join(', ');
}
