// A shell command that posts a message to a channel, signed after Standard Webhooks. It needs
// OpenSSL and curl. A test runs it.

export function exampleCall(webhookUrl: string, secret: string): string {
  return `secret='${secret}'
id="msg_$(date +%s)"; at=$(date +%s)
body='{"id":"'$id'","from":{"address":"ada","name":"Ada"},"text":"Hello"}'
key=$(echo "\${secret#whsec_}" | base64 -d | od -An -v -tx1 | tr -d ' \\n')
sign=$(printf %s "$id.$at.$body" | openssl dgst -sha256 -mac HMAC -macopt "hexkey:$key" -binary | base64)
curl -sS '${webhookUrl}' -H 'content-type: application/json' \\
  -H "webhook-id: $id" -H "webhook-timestamp: $at" -H "webhook-signature: v1,$sign" -d "$body"`;
}
