// Reads TwiML as a carrier does: well-formed XML with one <Response>.

export interface Verb {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly text: string;
  readonly children: readonly Verb[];
}

/** Throws where the carrier would end the call with error 12100. */
export function readTwiml(text: string): readonly Verb[] {
  const tokens = text.trim().match(/<[^>]*>|[^<]+/g) ?? [];
  const root: Open = { name: '', attributes: {}, text: '', children: [] };
  const open: Open[] = [root];
  for (const token of tokens) take(open, token);
  const [response] = root.children;
  if (open.length !== 1 || root.children.length !== 1 || response?.name !== 'Response')
    throw new Error(`12100: ${text}`);
  return response.children;
}

interface Open extends Verb {
  text: string;
  readonly children: Verb[];
}

function take(open: Open[], token: string): void {
  const inner = open.at(-1);
  if (inner === undefined) throw new Error('12100: too many ends');
  if (token.startsWith('<?')) return;
  if (token.startsWith('</')) {
    if (open.pop()?.name !== token.slice(2, -1).trim()) throw new Error(`12100: ${token}`);
    return;
  }
  if (!token.startsWith('<')) {
    inner.text += unescaped(token);
    return;
  }
  const found = /^<([A-Z][A-Za-z]*)((?:\s+[A-Za-z]+="[^"<]*")*)\s*(\/?)>$/.exec(token);
  if (found === null) throw new Error(`12100: ${token}`);
  const [, name = '', given = '', end] = found;
  const attributes = Object.fromEntries(
    [...given.matchAll(/([A-Za-z]+)="([^"]*)"/g)].map(([, key = '', value = '']) => [
      key,
      unescaped(value),
    ]),
  );
  const verb: Open = { name, attributes, text: '', children: [] };
  inner.children.push(verb);
  if (end === '') open.push(verb);
}

const signs: Readonly<Record<string, string>> = {
  ...{ '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&apos;': "'" },
};

function unescaped(text: string): string {
  return text.replaceAll(/&[^;]*;?/g, (sign) => {
    const read = signs[sign];
    if (read === undefined) throw new Error(`12100: ${sign}`);
    return read;
  });
}
