// The types of chromium.mjs, for the TypeScript programs that look for a browser.
export function findChromium(): string | undefined;
