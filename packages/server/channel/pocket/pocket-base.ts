/** Names nothing, by RFC 6761. Without a pocket, its channels reach nobody. */
export const pocketBase = 'http://pocket.invalid';
