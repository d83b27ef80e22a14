/** The focus after a pane or a link in it is gone. */

const frames = 20;

/** For a moment, looks whether what had the focus is gone; then the pane has it, or the tree where there is no pane. */
export function keepFocus(left = frames): void {
  if (document.activeElement === document.body) {
    const place = document.querySelector('main aside') ?? document.querySelector('main [role="tree"]');
    if (place instanceof HTMLElement) return place.focus();
  }
  if (left > 0) requestAnimationFrame(() => keepFocus(left - 1));
}
