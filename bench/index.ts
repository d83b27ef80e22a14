/** `npm run bench -- NAME [--json]`: measures one budget of the design beside its peer. */
import { parseArgs } from 'node:util';
import { report, table, type Figure } from './report.ts';

const benches: Readonly<Record<string, () => Promise<{ measure(): Promise<Figure[]> }>>> = {
  start: () => import('./start.ts'),
  forward: () => import('./forward.ts'),
  storage: () => import('./storage.ts'),
  annotation: () => import('./annotation.ts'),
  models: () => import('./models.ts'),
  fasttext: async () => ({ measure: (await import('./fasttext.ts')).fasttextFigures }),
};

const { values, positionals } = parseArgs({
  options: { json: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const [name = ''] = positionals;
const load = benches[name];
if (!load) {
  process.stderr.write(
    `npm run bench -- NAME [--json], where NAME is one of: ${Object.keys(benches).join(', ')}\n`,
  );
  process.exit(2);
}
const figures = await (await load()).measure();
process.stdout.write(`${values.json ? JSON.stringify(report(name, figures)) : table(figures)}\n`);
