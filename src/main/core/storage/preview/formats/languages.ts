/** The editor's language of a text, by its name or its first line. Pure. */

// prettier-ignore
const byEnding: Readonly<Record<string, string>> = {
  py: 'python', pyw: 'python', r: 'r', rmd: 'markdown', qmd: 'markdown', sql: 'sql', js: 'javascript',
  mjs: 'javascript', cjs: 'javascript', jsx: 'javascript', ts: 'typescript', tsx: 'typescript',
  json: 'json', jsonl: 'json', ndjson: 'json', geojson: 'json', ipynb: 'json', yaml: 'yaml', yml: 'yaml',
  xml: 'xml', xsd: 'xml', xsl: 'xml', svg: 'xml', html: 'html', htm: 'html', css: 'css', scss: 'scss',
  md: 'markdown', markdown: 'markdown', sh: 'shell', bash: 'shell', zsh: 'shell', ini: 'ini', toml: 'ini',
  cfg: 'ini', conf: 'ini', properties: 'ini', env: 'ini', java: 'java', kt: 'kotlin', scala: 'scala',
  c: 'c', h: 'c', cc: 'cpp', cpp: 'cpp', hpp: 'cpp', cs: 'csharp', go: 'go', rs: 'rust', jl: 'julia',
  rb: 'ruby', php: 'php', lua: 'lua', pl: 'perl', swift: 'swift', ps1: 'powershell', bat: 'bat',
  cmd: 'bat', tf: 'hcl', hcl: 'hcl', graphql: 'graphql', proto: 'protobuf', rst: 'restructuredtext',
};

const byProgram: Readonly<Record<string, string>> = {
  python: 'python',
  rscript: 'r',
  node: 'javascript',
  bash: 'shell',
  sh: 'shell',
  zsh: 'shell',
  perl: 'perl',
  ruby: 'ruby',
  julia: 'julia',
};

/** For example `python` for `a/b.py`, and for a text whose first line is `#!/usr/bin/env python3`. */
export function languageOf(name: string, text: string): string {
  const file = name.slice(name.lastIndexOf('/') + 1).toLowerCase();
  if (file === 'dockerfile' || file.startsWith('dockerfile.')) return 'dockerfile';
  if (file === 'makefile') return 'plaintext';
  const ending = file.includes('.') ? file.slice(file.lastIndexOf('.') + 1) : '';
  const known = Object.hasOwn(byEnding, ending) ? byEnding[ending] : undefined;
  if (known) return known;
  const program =
    /^#!\s*(?:\S*\/env\s+(?:-S\s+)?)?(?:\S*\/)?([A-Za-z]+)/.exec(text)?.[1]?.toLowerCase() ?? '';
  const byFirstLine = Object.hasOwn(byProgram, program) ? byProgram[program] : undefined;
  if (byFirstLine) return byFirstLine;
  if (text.startsWith('<?xml')) return 'xml';
  return 'plaintext';
}
