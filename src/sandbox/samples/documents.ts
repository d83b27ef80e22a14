/** Small documents of our own, of the kinds that statisticians keep in a bucket. */
import { zipSync, strToU8 } from 'fflate';
import { fewActivities } from './activities.ts';
import { seededRandom } from './random.ts';

/** A table with semicolons, a comma as decimal sign and the encoding of many French programs (CP1252). */
export function companies(): Uint8Array {
  const random = seededRandom(2008);
  const rows = fewActivities.map(({ text, code }, index) =>
    [
      String(300_000_000 + index * 7_919),
      `"${text.replaceAll('"', '""')}"`,
      code,
      String(Math.round(random() * 40)),
      (random() * 900).toFixed(1).replace('.', ','),
    ].join(';'),
  );
  const text = ['siren;libellé;apet;effectif;chiffre_affaires_k€', ...rows, ''].join('\r\n');
  // CP1252 is Latin-1 but for a few signs; of these the table has one.
  return Buffer.concat(
    text
      .split('€')
      .flatMap((part, index) => [...(index > 0 ? [Buffer.from([0x80])] : []), Buffer.from(part, 'latin1')]),
  );
}

/** A table of one JSON object a line. */
export function declarations(): string {
  return fewActivities
    .map(({ text, code }, index) => JSON.stringify({ liasse: `L${1_000 + index}`, text, code, blank: null }))
    .join('\n');
}

export const welcome = `# Votre espace de stockage

Ces fichiers sont des exemples : ouvrez-les, modifiez-les, supprimez-les.

| fichier | contenu |
|---|---|
| \`donnees/entreprises.csv\` | un tableau en CP1252, séparé par des points-virgules |
| \`donnees/declarations.jsonl\` | une déclaration par ligne |
| \`journaux/\` | les requêtes de codification, un fichier Parquet par jour |
| \`carnets/exploration.ipynb\` | un carnet Jupyter |
| \`scripts/\` | le même calcul en R et en Python |

*These files are samples: open, change and delete them as you like.*
`;

export const rScript = `library(arrow)

requests <- open_dataset("s3://BUCKET/journaux", partitioning = "date")
requests |>
  dplyr::group_by(date) |>
  dplyr::summarise(coded = mean(confidence_index >= 0.5)) |>
  dplyr::collect()
`;

export const pythonScript = `import duckdb

rate = duckdb.sql("""
    SELECT date, avg(CAST(confidence_index >= 0.5 AS INT)) AS coded
    FROM read_parquet('s3://BUCKET/journaux/*/*.parquet', hive_partitioning = true)
    GROUP BY date ORDER BY date
""")
print(rate)
`;

/** A notebook of format 4 with text, a stream and a result. */
export function notebook(): string {
  const code = (source: string, outputs: unknown[]) => ({
    cell_type: 'code',
    execution_count: 1,
    metadata: {},
    source,
    outputs,
  });
  return JSON.stringify(
    {
      nbformat: 4,
      nbformat_minor: 5,
      metadata: {
        language_info: { name: 'python' },
        kernelspec: { name: 'python3', display_name: 'Python 3' },
      },
      cells: [
        {
          cell_type: 'markdown',
          metadata: {},
          source: '# Taux de codification\n\nPart des requêtes dont l’indice de confiance atteint **0,5**.',
        },
        code('print(len(requests))', [{ output_type: 'stream', name: 'stdout', text: ['14000\n'] }]),
        code('requests.confidence_index.mean()', [
          {
            output_type: 'execute_result',
            execution_count: 2,
            metadata: {},
            data: { 'text/plain': ['0.6312'] },
          },
        ]),
      ],
    },
    undefined,
    1,
  );
}

/** Bars of a picture that is drawn, not photographed. */
export function picture(): string {
  const random = seededRandom(7);
  const bars = Array.from({ length: 12 }, (_, index) => {
    const height = Math.round(30 + random() * 120);
    return `<rect x="${20 + index * 30}" y="${180 - height}" width="22" height="${height}" fill="#a8431f"/>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="400" height="200" viewBox="0 0 400 200"><rect width="400" height="200" fill="#faf8f5"/>${bars.join('')}</svg>`;
}

/** The two scripts and the welcome, in an archive. */
export function archive(): Uint8Array {
  return zipSync(
    {
      'lisez-moi.md': strToU8(welcome),
      'scripts/taux.R': strToU8(rScript),
      'scripts/taux.py': strToU8(pythonScript),
    },
    { mtime: new Date('2026-11-02T09:00:00Z') },
  );
}
