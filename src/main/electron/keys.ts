/** Keys that this host takes before a page sees them; all others are the page's own. */

export interface KeyInput {
  readonly type: string;
  readonly key: string;
  readonly control: boolean;
  readonly meta: boolean;
  readonly alt: boolean;
  readonly shift: boolean;
}

/** True for the key that gives the focus back from an opened service. IDEs use all others: Ctrl+K begins their chords. */
export function leavesService(input: KeyInput): boolean {
  return (
    input.type === 'keyDown' &&
    input.key === 'F6' &&
    !input.control &&
    !input.meta &&
    !input.alt &&
    !input.shift
  );
}

export type Zoom = 'in' | 'out' | 'reset';

/** The zoom keys of a browser, in the app's own pages; on a Mac the menu has them. */
export function zoomOf(input: KeyInput, platform: NodeJS.Platform): Zoom | undefined {
  if (platform === 'darwin' || input.type !== 'keyDown' || !input.control || input.alt || input.meta)
    return undefined;
  if (input.key === '+' || input.key === '=') return 'in';
  if (input.key === '-' || input.key === '_') return 'out';
  return input.key === '0' ? 'reset' : undefined;
}

/** The next zoom level: a step is 20 % (Chromium's own unit), between 50 % and 300 %. */
export function zoomLevel(level: number, zoom: Zoom): number {
  if (zoom === 'reset') return 0;
  return Math.max(-4, Math.min(6, Math.round(level) + (zoom === 'in' ? 1 : -1)));
}
