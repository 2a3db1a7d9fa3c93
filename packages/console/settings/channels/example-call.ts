// A shell command that posts a message to a channel, signed after Standard Webhooks. It needs
// OpenSSL and curl. A test runs it.

export function exampleCall(webhookUrl: string, secret: string): string {
  const body = `body='{"id":"'$id'","from":{"address":"ada","name":"Ada"},"text":"Hello"}'`;
  return call(webhookUrl, secret, { body, type: 'application/json' });
}

/** The same for a letter. */
export function exampleLetter(webhookUrl: string, secret: string): string {
  const body = `body="$(printf 'From: Ada <ada@example.com>\\nSubject: Hello\\nMessage-ID: <%s@example.com>\\n\\nHello' $id)"`;
  return call(webhookUrl, secret, { body, type: 'message/rfc822' });
}

function call(
  webhookUrl: string,
  secret: string,
  { body, type }: { readonly body: string; readonly type: string },
): string {
  return `secret='${secret}'
id="msg_$(date +%s)"; at=$(date +%s)
${body}
key=$(echo "\${secret#whsec_}" | base64 -d | od -An -v -tx1 | tr -d ' \\n')
sign=$(printf %s "$id.$at.$body" | openssl dgst -sha256 -mac HMAC -macopt "hexkey:$key" -binary | base64)
curl -sS '${webhookUrl}' -H 'content-type: ${type}' \\
  -H "webhook-id: $id" -H "webhook-timestamp: $at" -H "webhook-signature: v1,$sign" --data-binary "$body"`;
}
