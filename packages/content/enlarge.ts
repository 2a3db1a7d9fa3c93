// Enlarges what is drawn in another site's page as far as the visitor's own size of text in their
// browser. Sizes are in pixels, which do not follow it by themselves.

/** Returns how far. */
export function enlarge(stage: HTMLElement): number {
  stage.style.fontSize = 'medium';
  const zoom = Math.max(1, parseFloat(getComputedStyle(stage).fontSize) / 16);
  stage.style.fontSize = '';
  if (zoom > 1) stage.style.setProperty('zoom', `${zoom}`);
  return zoom;
}
