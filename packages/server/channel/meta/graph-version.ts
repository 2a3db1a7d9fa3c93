// Which version of the Graph API is spoken. Meta keeps each for about two years. Checked 2026-11-25:
// https://developers.facebook.com/docs/graph-api/changelog

export const graphVersion = 'v26.0';
