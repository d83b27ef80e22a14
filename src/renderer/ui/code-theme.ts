/** Colours of code in both schemes, from the tokens. */
import { monaco } from './monaco.ts';
import { dark, light, type Palette } from './tokens.ts';

/** Token classes by colour; languages whose own classes the editor's themes colour otherwise are named. */
function rules(palette: Palette): { token: string; foreground: string }[] {
  const colours: readonly (readonly [string, string])[] = [
    [palette.good, 'string string.sql string.yaml string.value attribute.value regexp'],
    [palette.accent, 'keyword tag metatag number keyword.flow'],
    [palette.busy, 'type predefined predefined.sql key string.key attribute.name annotation'],
    [palette.quiet, 'comment comment.doc operator operator.sql delimiter'],
    [palette.text, 'identifier variable'],
  ];
  return colours.flatMap(([colour, tokens]) =>
    tokens.split(' ').map((token) => ({ token, foreground: colour.slice(1) })),
  );
}

for (const [scheme, palette] of [
  ['light', light],
  ['dark', dark],
] as const) {
  monaco.editor.defineTheme(`sardonyx-code-${scheme}`, {
    base: scheme === 'dark' ? 'vs-dark' : 'vs',
    inherit: true,
    rules: rules(palette),
    colors: {
      'editor.background': palette.surface,
      'editor.foreground': palette.text,
      'editorLineNumber.foreground': palette.quiet,
      'editorLineNumber.activeForeground': palette.text,
      'editorOverviewRuler.border': '#00000000',
      focusBorder: palette.accent,
    },
  });
}
