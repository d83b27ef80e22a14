/** The colours of the interface, each with its use. Checked for contrast in tokens.test.ts. */

export interface Palette {
  /** Page. */
  readonly canvas: string;
  /** Panes. */
  readonly surface: string;
  /** Menus and dialogs. */
  readonly raised: string;
  readonly text: string;
  readonly quiet: string;
  /** Separates; never carries meaning. */
  readonly line: string;
  /** Primary action, selection, focus ring. */
  readonly accent: string;
  readonly accentHover: string;
  readonly onAccent: string;
  /** Border of fields and checkboxes. */
  readonly control: string;
  readonly good: string;
  readonly busy: string;
  readonly paused: string;
  readonly bad: string;
  readonly warn: string;
}

export const light: Palette = {
  canvas: '#FAF8F5',
  surface: '#FFFFFF',
  raised: '#FFFFFF',
  text: '#1D1916',
  quiet: '#6A625B',
  line: '#E6E0D8',
  accent: '#A8431F',
  accentHover: '#8F3819',
  onAccent: '#FFFFFF',
  control: '#8A8178',
  good: '#1F7A4D',
  busy: '#2463A8',
  paused: '#6A625B',
  bad: '#B3261E',
  warn: '#8A5A00',
};

export const dark: Palette = {
  canvas: '#14110F',
  surface: '#1C1815',
  raised: '#25201C',
  text: '#F2EDE6',
  quiet: '#A79D93',
  line: '#37302A',
  accent: '#F0885F',
  accentHover: '#F5A07E',
  onAccent: '#1C1310',
  control: '#8F857B',
  good: '#5CC490',
  busy: '#7DB3F0',
  paused: '#A79D93',
  bad: '#FF8A80',
  warn: '#F0B95B',
};

/** The palette as CSS custom properties: `accentHover` becomes `--sx-accent-hover`. */
export function paletteVariables(palette: Palette): Record<string, string> {
  return Object.fromEntries(
    Object.entries(palette).map(([name, colour]) => [
      `--sx-${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`,
      colour as string,
    ]),
  );
}
